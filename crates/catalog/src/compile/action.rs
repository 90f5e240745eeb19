//! Actions: params, work and response.

use indexmap::IndexMap;

use super::{
    Compiler, Position, Spot, field,
    request::{nothing, whole_body},
};
use crate::{
    action::{Action, Work, with_connection_id},
    file::{ActionFile, ErrorFile, IntegrationFile, RequestFile, ResponseFile},
    key::Key,
    request::Request,
    response::{ErrorWords, Response, Retry},
};

impl Compiler {
    pub(super) fn actions(&mut self, file: &IntegrationFile) -> IndexMap<String, Action> {
        file.action.iter().map(|(name, action)| (name.clone(), self.action(file, name, action))).collect()
    }

    fn action(&mut self, integration: &IntegrationFile, name: &str, file: &ActionFile) -> Action {
        let connection = file.connection.unwrap_or(integration.connection);
        let params = field::params(file);
        Action {
            id: name.to_owned(),
            label: file.label.clone().unwrap_or_default(),
            group: file.group.clone(),
            help: file.help.clone(),
            connection,
            saved_params: with_connection_id(connection, &params),
            params,
            work: self.work(integration, name, file),
            example: file.example.clone(),
        }
    }

    fn work(&mut self, integration: &IntegrationFile, name: &str, file: &ActionFile) -> Work {
        if let Some(native) = file.native {
            return Work::Native(native);
        }
        let key = Key::new(&["action", name]);
        let types: Vec<&str> = integration.setup.keys().map(String::as_str).collect();
        let requests = self.requests(&key.child("request"), name, file, &types);
        let answers = file.request.iter().filter_map(|request| request.r#as.as_deref()).collect();
        let position = Position { spot: Spot::Response, setups: types, action: Some(name), answers };
        let unsaid = ResponseFile::default();
        let response = file.response.as_ref().unwrap_or(&unsaid);
        let response = self.response(&key.child("response"), response, &position);
        Work::Requests { requests, response: Box::new(response) }
    }

    fn requests(&mut self, key: &Key, action: &str, file: &ActionFile, types: &[&str]) -> Vec<Request> {
        let mut answers = Vec::new();
        let mut requests = Vec::new();
        for (index, request) in file.request.iter().enumerate() {
            let setups = setups_of(request, types);
            let position = Position { spot: Spot::Request, setups, action: Some(action), answers: answers.clone() };
            requests.extend(self.request(&key.item(index), request, &position));
            answers.extend(request.r#as.as_deref());
        }
        requests
    }

    fn response(&mut self, key: &Key, file: &ResponseFile, position: &Position<'_>) -> Response {
        let output = file.output.clone().unwrap_or_else(whole_body);
        Response {
            success: file.success.clone(),
            success_if: self.template_if(&key.child("success_if"), file.success_if.as_deref(), position),
            failure_if: self.template_if(&key.child("failure_if"), file.failure_if.as_deref(), position),
            output: self.tree(&key.child("output"), &output, position).unwrap_or_else(nothing),
            error: self.error_words(&key.child("error"), &file.error, position),
            retry: file.retry.unwrap_or(Retry::Never),
            idempotency_header: file.idempotency_header.clone(),
        }
    }

    fn error_words(&mut self, key: &Key, file: &ErrorFile, position: &Position<'_>) -> ErrorWords {
        ErrorWords {
            code: self.template_if(&key.child("code"), file.code.as_deref(), position),
            message: self.template_if(&key.child("message"), file.message.as_deref(), position),
        }
    }
}

fn setups_of<'f>(request: &'f RequestFile, types: &[&'f str]) -> Vec<&'f str> {
    match &request.r#for {
        Some(only) => vec![only.as_str()],
        None => types.to_vec(),
    }
}
