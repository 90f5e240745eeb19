//! Envelope encryption: root key, tenant keys, sealed values bound to their place.
