//! What is asked of the API, how it is answered and how long that takes.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::{Registry, Unit},
};

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    /// The route's template: paths hold ids.
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
}

/// All requests since the start.
#[derive(Debug)]
pub struct RequestFigures {
    answered: Family<Answered, Counter>,
    duration: Family<Asked, Histogram, fn() -> Histogram>,
}

impl Default for RequestFigures {
    fn default() -> Self {
        Self { answered: Family::default(), duration: Family::new_with_constructor(durations) }
    }
}

impl RequestFigures {
    /// A request to the route with this template was answered.
    pub(crate) fn answered(&self, method: &Method, route: &str, (status, took): (StatusCode, Duration)) {
        let route = route.to_owned();
        self.duration.get_or_create(&Asked { route: route.clone() }).observe(took.as_secs_f64());
        let answered = Answered { method: known(method), route, status: status.as_u16() };
        self.answered.get_or_create(&answered).inc();
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        let of = registry.sub_registry_with_prefix("flowvault_http");
        of.register("requests", "Requests to the API, by how they were answered", self.answered.clone());
        let help = "How long requests to the API took";
        of.register_with_unit("request_duration", help, Unit::Seconds, self.duration.clone());
    }
}

/// Seconds: most answers take milliseconds, a synchronous run of a flow as long as its services.
fn durations() -> Histogram {
    Histogram::new([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0])
}

/// Anybody may send any word for a method, and each would be a line of its own for ever.
fn known(method: &Method) -> &'static str {
    let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    known.into_iter().find(|name| method == name).unwrap_or("other")
}
