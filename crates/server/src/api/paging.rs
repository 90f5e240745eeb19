//! Which part of a list is wanted: `page`, `per_page`, `include_totals`.

use catalog::schema::Schema;
use model::Page;
use serde_json::{Map, Value};

/// What the contract gives to those who do not say.
pub(crate) const DEFAULT_LIMIT: u32 = 50;
/// The last page of flows and connections that may be asked for.
const LAST_PAGE: i64 = 1000;

pub(crate) const PAGE_HELP: &str = "Page index of the results to return. First page is 0.";
pub(crate) const LIMIT_HELP: &str = "Number of results per page. Defaults to 50.";
pub(crate) const TOTALS_HELP: &str = "Return results inside an object that contains the total result count (true) or as a direct array of results (false, default).";

/// A page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paging {
    pub(crate) page: Page,
    /// Whether the answer is an object with the total count, or a bare array.
    pub(crate) include_totals: bool,
}

impl Paging {
    /// The query keys of a paged list.
    pub(crate) fn schema() -> Schema {
        Self::endless_schema().optional("page", Schema::integer().between(0, LAST_PAGE).help(PAGE_HELP))
    }

    /// The same without a last page.
    pub(crate) fn endless_schema() -> Schema {
        Schema::object()
            .optional("page", Schema::integer().between(0, i64::MAX).help(PAGE_HELP))
            .optional("per_page", Schema::integer().between(1, 100).help(LIMIT_HELP))
            .optional("include_totals", Schema::boolean().help(TOTALS_HELP))
    }

    /// Reads a query that fits the schema.
    pub(crate) fn read(query: &Map<String, Value>) -> Self {
        let limit = number(query, "per_page").unwrap_or(DEFAULT_LIMIT);
        let start = number(query, "page").unwrap_or(0).saturating_mul(limit);
        let include_totals = query.get("include_totals").and_then(Value::as_bool).unwrap_or(false);
        Self { page: Page { start, limit }, include_totals }
    }
}

/// A whole number of the query; beyond 32 bits it is as good as the greatest.
pub(crate) fn number(query: &Map<String, Value>, name: &str) -> Option<u32> {
    query.get(name).and_then(Value::as_u64).map(|number| u32::try_from(number).unwrap_or(u32::MAX))
}
