//! Actions that the program does itself with a connection's key. Nothing is sent, and no key leaves.

use catalog::{Integration, Native};
use model::TenantId;
use serde_json::{Value, json};

use crate::{
    Call, CallError, Outcome, Vault,
    failure::Failure,
    jwt::{self, Expected},
    performing::no_credential,
};

impl Vault {
    pub(crate) async fn perform_native(
        &self,
        tenant: &TenantId,
        integration: &Integration,
        native: Native,
        call: &Call<'_>,
    ) -> Result<Outcome, CallError> {
        let id = call.connection.ok_or_else(|| Failure::refused("this action needs a connection"))?;
        let credential = self.credential(tenant, id).await.map_err(|unusable| no_credential(id, unusable))?;
        self.declared_for(integration, &credential)?;
        let output = match native {
            Native::SignJwt => self.sign_jwt(credential.setup(), call.params)?,
            Native::VerifyJwt => self.verify_jwt(credential.setup(), call.params)?,
            _ => return Err(Failure::refused("this action is not one the vault runs").into()),
        };
        Ok(Outcome { output, status: None })
    }

    fn sign_jwt(&self, setup: &Value, params: &Value) -> Result<Value, CallError> {
        let claims = jwt::composed(params, self.clock.now()).map_err(|wrong| CallError::Params(vec![wrong]))?;
        let key = jwt::signing_key(setup).map_err(Failure::refused)?;
        let token = key.sign(&claims).map_err(Failure::refused)?;
        Ok(json!({ "token": token }))
    }

    fn verify_jwt(&self, setup: &Value, params: &Value) -> Result<Value, CallError> {
        let key = jwt::verifying_key(setup).map_err(Failure::refused)?;
        let expected = Expected { issuer: params["issuer"].as_str(), audience: params["audience"].as_str() };
        Ok(jwt::verify(&key, params["token"].as_str().unwrap_or_default(), expected, self.clock.now()))
    }
}
