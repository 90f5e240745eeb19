//! The one HTTP client: guarded, limited, never following a redirect with a credential.
