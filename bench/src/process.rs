//! A server in a process of its own, so that its memory and its processor time are its own.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail, ensure};

/// Time the kernel counts processes' work in, per second: `USER_HZ`, 100 on every Linux that matters.
const TICKS_PER_SECOND: f64 = 100.0;
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) url: String,
}

impl Server {
    /// Starts `command`, which must print `listening on URL`, and waits for that line.
    pub(crate) async fn start(mut command: Command, folder: &Path, name: &str) -> Result<Self> {
        let output = folder.join(format!("{name}.log"));
        let file = File::create(&output)?;
        let child = command.stdout(file.try_clone()?).stderr(file).spawn().context("could not start")?;
        let mut server = Self { child, url: String::new() };
        server.url = server.announced(&output).await?;
        Ok(server)
    }

    /// This program again, in another role.
    pub(crate) async fn start_self(words: &[&str], folder: &Path) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(words);
        Self::start(command, folder, words[0]).await
    }

    /// Memory in use, in MiB.
    pub(crate) fn memory(&self) -> Result<f64> {
        let status = fs::read_to_string(self.proc("status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
        let kib: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kib / 1024.0)
    }

    /// Processor time used so far, in seconds, user and system together.
    pub(crate) fn processor_seconds(&self) -> Result<f64> {
        let stat = fs::read_to_string(self.proc("stat"))?;
        // The name in brackets may hold spaces; fields are counted after it.
        let (_, fields) = stat.rsplit_once(") ").context("the process's name")?;
        let ticks = fields.split(' ').skip(11).take(2).map(str::parse::<f64>);
        let sum: f64 = ticks.sum::<Result<f64, _>>()?;
        Ok(sum / TICKS_PER_SECOND)
    }

    fn proc(&self, file: &str) -> PathBuf {
        format!("/proc/{}/{file}", self.child.id()).into()
    }

    async fn announced(&mut self, output: &Path) -> Result<String> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let text = fs::read_to_string(output)?;
            let line = text.split_once("listening on ").and_then(|(_, rest)| rest.split_once('\n'));
            if let Some((line, _)) = line {
                let url = line.split([' ', '\u{1b}', '"']).next().unwrap_or(line);
                return Ok(url.trim_end_matches('/').to_owned());
            }
            ensure!(self.child.try_wait()?.is_none(), "it ended:\n{text}");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        bail!("it does not say where it listens")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing to be done about a process that will not die.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
