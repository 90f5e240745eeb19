// The official deploy CLI exports from a real server, imports into it, replaces keywords and deletes, over TLS.
// Started by tests/black_box/sdk.rs, which says in FLOWVAULT_… where the server is and who may do what.
