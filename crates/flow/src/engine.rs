//! The engine as the rest of the process holds it.

use std::{sync::Arc, time::Duration};

use catalog::schema::Violation;
use model::{Actor, Clock, Execution, ExecutionId, Flow, Rng, TenantId};
use serde_json::Value;
use store::Store;
use tokio::{task::coop::consume_budget, time::timeout};
use vault::Vault;

use crate::{
    Error, Input,
    check::check,
    ending::Ending,
    problems::{Connections, Problem, named, problems},
    program::Program,
    programs::Programs,
    record::Record,
    run::{Next, Run},
};

/// How far a run may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From the first action to the last.
    pub time: Duration,
}

impl Default for Limits {
    /// A minute: callers, and the proxies before them, wait no longer.
    fn default() -> Self {
        Self { time: Duration::from_secs(60) }
    }
}

/// Checks and runs flows.
pub struct Engine {
    vault: Arc<Vault>,
    store: Store,
    clock: Clock,
    rng: Rng,
    limits: Limits,
    programs: Programs,
}

/// A run that came to its end, whichever it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// As it was recorded.
    pub execution: Execution,
    /// The answer of `RETURN_JSON`, unmasked: it belongs to the caller. `{}` for a flow without one; `None` for a
    /// run that failed or ended in a message.
    pub output: Option<Value>,
    /// What went wrong, or with the code `ERR_FLOW_MESSAGE` the message to show. Masked as in the record.
    pub error: Option<Value>,
}

impl Engine {
    /// An engine with the usual limits.
    pub fn new(vault: Arc<Vault>, store: Store, clock: Clock, rng: Rng) -> Self {
        Self { vault, store, clock, rng, limits: Limits::default(), programs: Programs::default() }
    }

    /// The same engine with other limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Whether `actions` may be saved.
    ///
    /// # Errors
    /// Everything that is wrong; paths begin with `actions`.
    pub fn check(&self, actions: &Value) -> Result<(), Vec<Violation>> {
        check(self.vault.catalog(), actions)
    }

    /// What would keep `actions`, saved or a draft, from running as they are meant to. Nothing is run.
    ///
    /// # Errors
    /// [`store::Error::Unavailable`] when the database cannot say which connections there are.
    pub async fn problems(&self, tenant: &TenantId, actions: Option<&str>) -> Result<Vec<Problem>, store::Error> {
        // What is no JSON was never saved by us; as null it is told to be no list.
        let actions =
            actions.map_or_else(|| Value::Array(Vec::new()), |text| serde_json::from_str(text).unwrap_or_default());
        let mut connections = Connections::new();
        for id in named(self.vault.catalog(), &actions) {
            connections.extend(self.store.connection(tenant, &id).await?.map(|connection| (id, connection)));
        }
        Ok(problems(self.vault.catalog(), &actions, &connections))
    }

    /// Runs `flow` to its end and records the execution. The actions need not be the stored ones: drafts run too.
    /// Dropping the future stops the run where it stands and records nothing, so whoever serves impatient callers
    /// lets it finish in a task of its own.
    ///
    /// # Errors
    /// [`Error::NotRecorded`] when the flow has run, but the database did not take the record.
    pub async fn run(&self, tenant: &TenantId, actor: Actor, flow: &Flow, input: Input) -> Result<Finished, Error> {
        let started = self.clock.now();
        let (mut ending, record) = self.play(tenant, flow, input).await;
        let debug = record.finish(&mut ending);
        let ended = self.clock.now();
        let execution = Execution {
            id: ExecutionId::new(&self.rng),
            flow: flow.id.clone(),
            trace_id: format!("{:032x}", u128::from_be_bytes(self.rng.bytes())),
            status: ending.status,
            debug: debug.to_string(),
            created_at: started,
            updated_at: ended,
            started_at: Some(started),
            ended_at: Some(ended),
        };
        // A flow that was deleted meanwhile has nowhere to keep the record; its caller still gets the answer.
        self.store.insert_execution(tenant, &execution).await.map_err(Error::NotRecorded)?;
        let (status, actor) = (ending.status.as_str(), actor.label());
        tracing::info!(tenant = %tenant, flow = %flow.id, execution = %execution.id, trace_id = execution.trace_id, actor, status, "flow ran");
        Ok(Finished { execution, output: ending.output, error: ending.error })
    }

    async fn play(&self, tenant: &TenantId, flow: &Flow, input: Input) -> (Ending, Record) {
        let (program, defect) = match self.programs.get(flow) {
            Ok(program) => (program, None),
            Err(failure) => (Arc::new(Program::empty()), Some(failure)),
        };
        let mut run = Run::new(&program, self.vault.catalog(), input, self.clock.clone(), self.rng.clone());
        let ending = match defect {
            Some(failure) => Ending::failed(&failure, None),
            None => self.drive(tenant, &mut run).await,
        };
        (ending, run.into_record())
    }

    async fn drive(&self, tenant: &TenantId, run: &mut Run<'_>) -> Ending {
        let limit = self.limits.time;
        match timeout(limit, self.drive_without_end(tenant, run)).await {
            Ok(ending) => ending,
            Err(_) => run.abort(format!("The flow ran longer than {} seconds", limit.as_secs_f64())),
        }
    }

    async fn drive_without_end(&self, tenant: &TenantId, run: &mut Run<'_>) -> Ending {
        let mut next = run.next();
        loop {
            next = match next {
                Next::Ended(ending) => return ending,
                Next::Call(prepared) => {
                    let result = self.vault.call(tenant, prepared.as_call()).await;
                    run.answer(result)
                }
                Next::Step => {
                    // A thousand local actions in a row must not keep others, nor the time limit, from their turn.
                    consume_budget().await;
                    run.next()
                }
            };
        }
    }
}
