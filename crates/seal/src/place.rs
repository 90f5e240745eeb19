//! Where a sealed value lives. A row copied onto another row does not open.

/// What sealed bytes belong to. It is authenticated with them, not stored in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The table that holds the bytes.
    pub table: &'static str,
    /// The column that holds them.
    pub column: &'static str,
    /// The id of the tenant they belong to.
    pub tenant: &'a str,
    /// The id of their row.
    pub row: &'a str,
}

impl Place<'_> {
    /// Adds the four parts to `data`, each behind its length, so that no two places read the same:
    /// without lengths, row `1` of tenant `ab` and row `b1` of tenant `a` would.
    pub(crate) fn append_to(&self, data: &mut Vec<u8>) {
        for part in [self.table, self.column, self.tenant, self.row] {
            let length = u32::try_from(part.len()).expect("names and ids are far below 4 GiB");
            data.extend_from_slice(&length.to_be_bytes());
            data.extend_from_slice(part.as_bytes());
        }
    }
}
