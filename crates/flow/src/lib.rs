//! Flows: parse, check, run. Sees connection ids, never credentials.
