//! Compiled flows, kept for their next run.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use model::{Flow, FlowId};
use serde_json::Value;

use crate::{failure::Failure, program::Program};

/// Flows kept; beyond that all are forgotten at once, since compiling again costs less than knowing which was used.
const KEPT: usize = 512;

/// Compiled flows by id. A flow that changed is noticed by its text, so nobody has to tell us.
#[derive(Default)]
pub(crate) struct Programs {
    kept: Mutex<HashMap<FlowId, Kept>>,
}

struct Kept {
    text: String,
    program: Arc<Program>,
}

impl Programs {
    /// The compiled flow.
    pub(crate) fn get(&self, flow: &Flow) -> Result<Arc<Program>, Failure> {
        let text = flow.actions.as_deref().unwrap_or("[]");
        if let Some(known) = self.lock().get(&flow.id).filter(|known| known.text == text) {
            return Ok(Arc::clone(&known.program));
        }
        let program = Arc::new(compile(text).map_err(Failure::flow)?);
        let mut kept = self.lock();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(flow.id.clone(), Kept { text: text.to_owned(), program: Arc::clone(&program) });
        Ok(program)
    }

    /// Nobody panics while holding it, and a map is whole at any time.
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<FlowId, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn compile(text: &str) -> Result<Program, String> {
    let actions: Value =
        serde_json::from_str(text).map_err(|error| format!("The flow's actions are not valid JSON: {error}"))?;
    Program::compile(&actions)
}
