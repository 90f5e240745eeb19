//! The verdict: what the service's books and the journal say of the storm. What must be 0 is 0 or the test fails; the
//! rest is printed for people.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

use model::UnixMillis;

use crate::{
    figures::Late,
    fleet::Fleet,
    journal::Entry,
    node::Deed,
    plan::{POLICIES, Policy},
    storm::Storm,
    truth::{Asked, Cause, Family},
};

/// The clocks of the database and of the test are the machine's, each rounded to a millisecond in its own way.
const ROUNDING: i64 = 2;
/// A process that was killed within this after an answer had left the service may not have stored it yet: with three
/// servers and a database on two cores that was seen to take more than five seconds.
const STORING: i64 = 10_000;
/// How long a server may still be busy with a lock that was released.
const AFTER_LOCK: i64 = 12_000;
/// What a process that was paused sends right after it goes on was decided before.
const AFTER_PAUSE: i64 = 3_000;

type Counts = BTreeMap<String, usize>;

/// Everything the verdict is read from.
pub(crate) struct Evidence<'a> {
    pub(crate) fleet: &'a Fleet,
    pub(crate) storm: &'a Storm,
    families: Vec<Family>,
    asked: Vec<Asked>,
    entries: HashMap<Vec<u8>, Vec<Entry>>,
    stored: Vec<crate::journal::Stored>,
}

/// Spendings of what had been spent before.
#[derive(Default)]
pub(crate) struct Duplicates {
    /// Without an entry or a recorded failure in the database before them.
    pub(crate) unjournalled: usize,
    /// The grants of those.
    pub(crate) families: Vec<usize>,
    /// By what had happened to the first.
    pub(crate) journalled: Counts,
    /// Requests of any kind without an entry of their own.
    pub(crate) without_entry: usize,
}

/// Grants that died.
#[derive(Default)]
pub(crate) struct Losses {
    /// By policy and cause.
    pub(crate) lost: BTreeMap<Policy, Counts>,
    pub(crate) withdrawn: usize,
    /// Those that their connection has to own up to.
    pub(crate) to_report: usize,
    pub(crate) reported: usize,
    /// Milliseconds from the death to the moment when somebody looked and was told.
    pub(crate) slowest_report: i64,
}

impl Losses {
    pub(crate) fn of(&self, policy: Policy) -> usize {
        self.lost.get(&policy).map_or(0, |causes| causes.values().sum())
    }

    /// Those that no program can help: the journal knew of the request, and its sender was stopped on the way.
    fn held_up(&self, policy: Policy) -> usize {
        self.lost.get(&policy).and_then(|causes| causes.get(HELD_UP)).copied().unwrap_or(0)
    }
}

impl<'a> Evidence<'a> {
    pub(crate) async fn collect(fleet: &'a Fleet, storm: &'a Storm) -> Self {
        let (families, asked) = fleet.endpoint.service.truth.told();
        let mut entries: HashMap<Vec<u8>, Vec<Entry>> = HashMap::new();
        for entry in fleet.journal.entries().await {
            entries.entry(entry.hash.clone()).or_default().push(entry);
        }
        Self { fleet, storm, families, asked, entries, stored: fleet.journal.stored().await }
    }

    pub(crate) fn asked(&self) -> &[Asked] {
        &self.asked
    }

    pub(crate) fn families(&self) -> &[Family] {
        &self.families
    }

    pub(crate) fn stored(&self) -> &[crate::journal::Stored] {
        &self.stored
    }

    /// The journal's entries about the refresh token of this hash.
    pub(crate) fn entries_of(&self, hash: &[u8; 32]) -> &[Entry] {
        self.entries.get(hash.as_slice()).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn policy(&self, asked: &Asked) -> Policy {
        self.families[asked.family].policy
    }

    /// Requests that found their refresh token spent, and whether the database knew.
    pub(crate) fn duplicates(&self) -> Duplicates {
        let mut found = Duplicates::default();
        let mut arrivals: HashMap<[u8; 32], Vec<usize>> = HashMap::new();
        for (number, asked) in self.asked.iter().enumerate() {
            let earlier = arrivals.entry(asked.hash).or_default();
            let before = self
                .entries_of(&asked.hash)
                .iter()
                .filter(|entry| entry.at <= asked.at.0 + ROUNDING)
                .collect::<Vec<_>>();
            let journalled = earlier.iter().filter(|number| !self.asked[**number].is_drill).count();
            found.without_entry += usize::from(!asked.is_drill && before.len() <= journalled);
            let spent = earlier.iter().rev().map(|number| &self.asked[*number]).find(|asked| asked.rotated);
            if let Some(spent) = spent {
                match before.last().filter(|last| last.stood == 1 || last.failure.is_some()) {
                    _ if self.was_held_up(asked) => *found.journalled.entry(HELD_UP.to_owned()).or_default() += 1,
                    Some(last) => *found.journalled.entry(self.fate(spent, last)).or_default() += 1,
                    None => {
                        found.unjournalled += 1;
                        found.families.push(asked.family);
                    }
                }
            }
            earlier.push(number);
        }
        found
    }

    /// Why the answer to a request did not end in the database.
    fn fate(&self, spent: &Asked, next: &Entry) -> String {
        let recorded = next.failure.as_deref().unwrap_or("nothing but the journal");
        match spent.fault.filter(|fault| fault.loses_answer()) {
            Some(fault) => format!("{} (recorded: {recorded})", fault.name()),
            None => match self.interruption(spent) {
                Some(deed) => format!("process {deed} (recorded: {recorded})"),
                None => format!("answered, not stored (recorded: {recorded})"),
            },
        }
    }

    /// What was done to the process that sent a request, before it can have stored the answer.
    fn interruption(&self, asked: &Asked) -> Option<&'static str> {
        let mut until = asked.answered.unwrap_or(asked.at).0 + STORING;
        for (from, to) in self.fleet.locks() {
            if from.0 <= until && to.0 >= asked.at.0 {
                until = until.max(to.0 + AFTER_LOCK);
            }
        }
        let connection = &self.fleet.connections[self.families[asked.family].connection].id;
        let stored = self.stored.partition_point(|stored| stored.at < asked.at.0);
        let stored = self.stored[stored..].iter().find(|stored| stored.connection_id == *connection);
        let until = stored.map_or(until, |stored| until.min(stored.at));
        let events = self.fleet.nodes[asked.node].events();
        let in_time = || events.iter().filter(|event| event.at.0 <= until);
        // What is done to the process that is started in its place is no concern of the one that asked.
        if in_time().any(|event| event.deed == Deed::Killed && event.at >= asked.at) {
            return Some("killed");
        }
        let hit = in_time().rev().find(|event| match event.deed {
            Deed::Killed | Deed::Resumed => event.at >= asked.at,
            Deed::Paused => true,
        });
        match hit?.deed {
            Deed::Killed => Some("killed"),
            Deed::Paused if events.iter().any(|event| event.deed == Deed::Resumed && event.at < asked.at) => None,
            Deed::Paused | Deed::Resumed => Some("paused"),
        }
    }

    /// Which grants died of what, and whether their connections said so.
    pub(crate) fn losses(&self) -> Losses {
        let mut losses = Losses::default();
        let reports: HashMap<usize, UnixMillis> =
            self.storm.person.reports().into_iter().map(|report| (report.family, report.at)).collect();
        for (number, family) in self.families.iter().enumerate() {
            let Some(death) = family.death else { continue };
            match death.cause {
                Cause::Withdrawn => losses.withdrawn += 1,
                Cause::Reused { spent, by } => {
                    let cause = self.cause_of_loss(spent, by);
                    *losses.lost.entry(family.policy).or_default().entry(cause).or_default() += 1;
                }
            }
            let replaced = |(later, other): (usize, &Family)| {
                later > number && other.connection == family.connection && other.granted_at <= death.at
            };
            if let Some(at) = reports.get(&number) {
                losses.to_report += 1;
                losses.reported += 1;
                losses.slowest_report = losses.slowest_report.max(at.0 - death.at.0);
            } else if !self.families.iter().enumerate().any(replaced) {
                losses.to_report += 1;
            }
        }
        losses
    }

    /// Whether whoever sent this had just been let go on, and it was written down before that: then it was looked up
    /// before the pause whether it may be sent, and nobody can look again after the last byte.
    fn was_held_up(&self, asked: &Asked) -> bool {
        let resumed = self.fleet.nodes[asked.node].events().into_iter().rev();
        let resumed = resumed.filter(|event| event.deed == Deed::Resumed).find(|event| event.at <= asked.at);
        let Some(resumed) = resumed.filter(|event| asked.at.0 - event.at.0 <= AFTER_PAUSE) else { return false };
        let since = |entry: &&Entry| entry.at >= resumed.at.0 && entry.at <= asked.at.0 + ROUNDING;
        !self.entries_of(&asked.hash).iter().any(|entry| since(&entry))
    }

    fn just_resumed(&self, node: usize, at: UnixMillis) -> bool {
        let just_before = |resumed: UnixMillis| resumed <= at && at.0 - resumed.0 <= AFTER_PAUSE;
        self.fleet.nodes[node].events().iter().any(|event| event.deed == Deed::Resumed && just_before(event.at))
    }

    fn cause_of_loss(&self, spent: usize, by: usize) -> String {
        if self.was_held_up(&self.asked[by]) {
            return HELD_UP.to_owned();
        }
        let spent = &self.asked[spent];
        match (spent.fault.filter(|fault| fault.loses_answer()), self.interruption(spent)) {
            (Some(fault), _) => format!("answer lost: {}", fault.name()),
            (None, Some(deed)) => format!("answer died with a process that was {deed}"),
            (None, None) => UNEXPLAINED.to_owned(),
        }
    }

    /// Tokens that had ended when they arrived: those sent by a process that ran, and those sent by one that was paused
    /// after it had decided.
    pub(crate) fn late(&self) -> (Vec<Late>, Vec<Late>) {
        let late = self.fleet.endpoint.service.calls.counted().late;
        late.into_iter().partition(|late| !self.just_resumed(late.node, late.at))
    }

    /// How many rotations there were.
    pub(crate) fn rotations(&self, policy: Policy) -> usize {
        self.asked.iter().filter(|asked| asked.rotated && self.policy(asked) == policy).count()
    }

    /// How many requests each fault befell.
    pub(crate) fn faults(&self) -> Counts {
        let mut faults = Counts::new();
        for fault in self.asked.iter().filter_map(|asked| asked.fault) {
            *faults.entry(fault.name().to_owned()).or_default() += 1;
        }
        faults
    }

    /// The grants that need an explanation.
    pub(crate) fn suspects(&self) -> Vec<usize> {
        let mut suspects = self.duplicates().families;
        suspects.extend(self.late().0.iter().map(|late| late.family));
        for (number, family) in self.families.iter().enumerate() {
            let reused = family.death.and_then(|death| match death.cause {
                Cause::Reused { spent, by } => Some(self.cause_of_loss(spent, by)),
                Cause::Withdrawn => None,
            });
            let is_suspect = |cause: &String| match family.policy {
                Policy::SingleUse => cause == UNEXPLAINED,
                Policy::Reusable | Policy::Rotating => cause != HELD_UP,
            };
            if reused.as_ref().is_some_and(is_suspect) {
                suspects.push(number);
            }
        }
        let unusable = self.storm.unusable.iter();
        suspects.extend(unusable.map(|connection| self.fleet.connections[*connection].family()));
        suspects.sort_unstable();
        suspects.dedup();
        suspects
    }

    /// What must not be, in words; empty when all is well.
    pub(crate) fn violations(&self) -> Vec<String> {
        let (duplicates, losses, calls) =
            (self.duplicates(), self.losses(), self.fleet.endpoint.service.calls.counted());
        let unexplained: usize = losses.lost.values().filter_map(|causes| causes.get(UNEXPLAINED)).sum();
        let must_be_zero = [
            ("unjournalled duplicate spends", duplicates.unjournalled),
            ("requests without an entry in the journal", duplicates.without_entry),
            ("tokens that were late", self.late().0.len()),
            ("tokens that nobody gave", calls.unknown),
            ("requests that the token endpoint could not read", self.strange()),
            ("grants lost where a reuse window exists", losses.of(Policy::Rotating) - losses.held_up(Policy::Rotating)),
            ("grants lost where refresh tokens are reusable", losses.of(Policy::Reusable)),
            ("grants lost although their answer arrived", unexplained),
            ("lost grants that no status told of", losses.to_report - losses.reported),
            ("connections that did not serve in the end", self.storm.unusable.len()),
        ];
        must_be_zero
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(what, count)| format!("{count} {what}"))
            .collect()
    }

    pub(crate) fn strange(&self) -> usize {
        self.fleet.endpoint.service.strange.load(std::sync::atomic::Ordering::SeqCst)
    }
}

const UNEXPLAINED: &str = "unexplained";
const HELD_UP: &str = "sent by a process that was paused between deciding and sending";

/// The table for people.
pub(crate) struct Table<'a, 'b> {
    pub(crate) evidence: &'b Evidence<'a>,
    pub(crate) deeds: Counts,
    pub(crate) seed: u64,
}

impl fmt::Display for Table<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut row = |what: &str, value: &dyn fmt::Display| writeln!(f, "| {what} | {value} |");
        let evidence = self.evidence;
        let (fleet, storm) = (evidence.fleet, evidence.storm);
        let database = if fleet.journal.is_postgres() { "PostgreSQL" } else { "SQLite" };
        let (lasted, quiet) = (storm.lasted.as_secs(), storm.quiet.as_secs());
        row(
            "database, processes, connections",
            &format!("{database}, {}, {}", fleet.nodes.len(), fleet.connections.len()),
        )?;
        row("---", &"---")?;
        row("seed; seconds of storm, and until all were well again", &format!("{}; {lasted}, {quiet}", self.seed))?;
        row(
            "most memory of one process",
            &format!("{} MiB", fleet.nodes.iter().map(crate::node::Node::most_memory).max().unwrap_or(0) / 1024),
        )?;
        for (deed, count) in &self.deeds {
            row(deed, count)?;
        }
        for (fault, count) in evidence.faults() {
            row(&format!("fault: {fault}"), &count)?;
        }
        for (answer, count) in storm.callers.all() {
            row(&format!("flows run: {answer}"), &count)?;
        }
        let issued = evidence.asked().iter().filter(|asked| asked.issued).count();
        row("requests to refresh; new tokens given", &format!("{}; {issued}", evidence.asked().len()))?;
        for policy in POLICIES.into_iter().skip(1) {
            row(&format!("rotations, {}", policy.name()), &evidence.rotations(policy))?;
        }
        self.promises(&mut row)
    }
}

impl Table<'_, '_> {
    /// The rows that matter.
    fn promises(&self, row: &mut dyn FnMut(&str, &dyn fmt::Display) -> fmt::Result) -> fmt::Result {
        let evidence = self.evidence;
        let (calls, duplicates) = (evidence.fleet.endpoint.service.calls.counted(), evidence.duplicates());
        row("calls that arrived with a valid token", &calls.valid)?;
        row("calls that arrived with the token of a revoked grant", &calls.revoked)?;
        let (late, paused) = evidence.late();
        row("**tokens late**", &late.len())?;
        row("tokens late, sent by a process that was paused just before", &paused.len())?;
        row("the latest, in milliseconds", &calls.late.iter().map(|late| late.by).max().unwrap_or(0))?;
        row("**unjournalled duplicate spends**", &duplicates.unjournalled)?;
        for (cause, count) in &duplicates.journalled {
            row(&format!("journalled duplicate spends: {cause}"), count)?;
        }
        let losses = evidence.losses();
        row("grants lost, reusable", &losses.of(Policy::Reusable))?;
        for policy in [Policy::Rotating, Policy::SingleUse] {
            let (lost, rotations) = (losses.of(policy), evidence.rotations(policy).max(1));
            row(&format!("**grants lost per million rotations, {}**", policy.name()), &(lost * 1_000_000 / rotations))?;
            for (cause, count) in losses.lost.get(&policy).into_iter().flatten() {
                row(&format!("grants lost, {}: {cause}", policy.name()), count)?;
            }
        }
        row("grants withdrawn at the service", &losses.withdrawn)?;
        let reported =
            format!("{} of {}, the slowest after {} ms", losses.reported, losses.to_report, losses.slowest_report);
        row("**dead grants that their connection told of**", &reported)?;
        let all = evidence.fleet.connections.len();
        row("**connections that serve in the end**", &format!("{} of {all}", all - evidence.storm.unusable.len()))
    }
}
