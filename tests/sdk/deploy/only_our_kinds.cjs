// Loaded before the CLI by most tests. At every import it compiles the schemas of all kinds of things there are, ten
// seconds of work and more; here only those of the kinds at hand. Nothing else of it is touched.
const schema = require("auth0-deploy-cli/lib/tools/auth0/schema").default;
const { flowVaultConnections, flows, exclude, include } = schema.properties;
schema.properties = { flowVaultConnections, flows, exclude, include };
