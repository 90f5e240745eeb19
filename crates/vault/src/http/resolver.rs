//! Turns names into addresses, and keeps back those the guard refuses.
//!
//! The client connects to exactly the addresses returned here, so a name cannot be judged by one answer and connected
//! to by another. It is not asked for addresses written into a URL: the client checks those itself.

use std::{fmt, io, net::SocketAddr, sync::Arc};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::guard::Guard;

/// Resolves names for the client, under guard.
pub(super) struct GuardedResolver {
    guard: Arc<Guard>,
    names: Names,
}

/// Who knows the addresses of a name.
#[derive(Clone)]
pub(super) enum Names {
    /// The operating system.
    System,
    /// A test.
    #[cfg(test)]
    Scripted(Script),
}

#[cfg(test)]
pub(super) type Script = Arc<dyn Fn(&str) -> Vec<std::net::IpAddr> + Send + Sync>;

/// The name has addresses, and the guard refuses them all.
#[derive(Debug)]
pub(super) struct Forbidden {
    name: String,
    kind: &'static str,
}

impl GuardedResolver {
    pub(super) fn new(guard: Arc<Guard>, names: Names) -> Self {
        Self { guard, names }
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (guard, names) = (Arc::clone(&self.guard), self.names.clone());
        Box::pin(async move {
            let mut addresses = names.addresses(name.as_str()).await?;
            let mut refused = None;
            addresses.retain(|address| {
                let refusal = guard.refusal(address.ip());
                refused = refusal.or(refused);
                refusal.is_none()
            });
            match refused {
                Some(kind) if addresses.is_empty() => Err(Forbidden { name: name.as_str().to_owned(), kind }.into()),
                _ => Ok(Box::new(addresses.into_iter()) as Addrs),
            }
        })
    }
}

impl Names {
    /// All addresses of `name`. Port 0 stands for the URL's.
    #[expect(clippy::disallowed_methods, reason = "this is the place that resolves names, and checks what comes back")]
    async fn addresses(&self, name: &str) -> io::Result<Vec<SocketAddr>> {
        match self {
            Self::System => Ok(tokio::net::lookup_host((name, 0)).await?.collect()),
            #[cfg(test)]
            Self::Scripted(script) => Ok(script(name).into_iter().map(|address| (address, 0).into()).collect()),
        }
    }
}

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} has no public address, only a {} one", self.name, self.kind)
    }
}

impl std::error::Error for Forbidden {}
