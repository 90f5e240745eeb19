//! A person's browser: keeps the cookie, says where its pages come from, names the tenant it looks at.

use axum::{
    body::Body,
    http::{Request, request::Builder},
};
use model::{Actor, AuditLine, Role};
use serde_json::json;

use crate::house::{Answer, House};

pub(crate) const SESSION: &str = "/api/v2/flowvault/session";
pub(crate) const PASSWORD: &str = "correct horse battery staple";
/// Where the house's own pages come from.
pub(crate) const ORIGIN: &str = "http://localhost:8080";

/// A signed-in browser.
pub(crate) struct Browser<'h> {
    pub(crate) house: &'h House,
    pub(crate) cookie: String,
    pub(crate) tenant: Option<String>,
}

/// A person who belongs to one tenant.
pub(crate) async fn make_person(house: &House, email: &str, role: Role, tenant: &str) {
    let (store, rng) = (&house.rooms.store, &house.rooms.rng);
    let tenant = house.rooms.tenant(tenant).await.unwrap().id;
    let (person, hash) = house.sessions.person(email.to_owned(), PASSWORD.to_owned().into(), None).await.unwrap();
    let line = |action| AuditLine::new(rng, Actor::Cli, action, person.id.as_str());
    store.create_person(&person, &hash, line("person.create")).await.unwrap();
    store.put_member(&tenant, &person.id, role, line("member.put")).await.unwrap();
}

/// A person who owns everything.
pub(crate) async fn make_owner(house: &House, email: &str) {
    let password = PASSWORD.to_owned().into();
    let (person, hash) = house.sessions.person(email.to_owned(), password, Some(Role::Owner)).await.unwrap();
    let line = AuditLine::new(&house.rooms.rng, Actor::Cli, "person.create", person.id.as_str());
    house.rooms.store.create_person(&person, &hash, line).await.unwrap();
}

/// What the server says to an attempt to sign in.
pub(crate) async fn try_to_sign_in(house: &House, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password}).to_string();
    house.send("POST", SESSION, None, Some(&body)).await
}

/// The pair that goes back to the server.
pub(crate) fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

impl<'h> Browser<'h> {
    /// A browser in which somebody signs in and looks at a tenant.
    pub(crate) async fn open(house: &'h House, email: &str, tenant: &str) -> Self {
        let answer = try_to_sign_in(house, email, PASSWORD).await;
        answer.expect(200);
        Self { house, cookie: cookie(&answer), tenant: Some(tenant.to_owned()) }
    }

    /// A request with the cookie and nothing else.
    pub(crate) fn bare(&self, method: &str, path: &str) -> Builder {
        let request = Request::builder().method(method).uri(path).header("host", "localhost:8080");
        request.header("cookie", &self.cookie).header("content-type", "application/json")
    }

    /// A request as our pages send it.
    pub(crate) async fn send(&self, method: &str, path: &str, body: Option<&str>) -> Answer {
        let mut request = self.bare(method, path).header("origin", ORIGIN);
        if let Some(tenant) = &self.tenant {
            request = request.header("x-flowvault-tenant", tenant);
        }
        self.house.call(request.body(Body::from(body.unwrap_or_default().to_owned())).unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        self.send("POST", path, Some(body)).await
    }
}
