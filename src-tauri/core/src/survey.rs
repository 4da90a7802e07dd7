//! One look at everything that is on disk: both AWS files and our settings.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::runtime::{Handle, RuntimeFlavor};

use crate::aws_config::AwsConfig;
use crate::aws_time::{Drift, Now};
use crate::catalog::{Around, Catalog};
use crate::failure::{Code, Failure};
use crate::local;
use crate::ports::Ports;
use crate::preflight;
use crate::settings::Settings;

/// What one look found.
pub struct Survey {
    /// Identities, roles, sessions.
    pub catalog: Catalog,
    /// Both AWS files, understood.
    pub aws: AwsConfig,
    /// Our settings.
    pub settings: Settings,
    /// Whether Leapp is at work on the credentials file.
    pub leapp: bool,
    /// What was remembered of AWS's clock.
    pub drift: Option<Drift>,
}

impl Survey {
    /// Now, by what this process or one before it learned of AWS's clock.
    #[must_use]
    pub fn now(&self, ports: &Ports) -> Now {
        ports.now(self.drift)
    }
}

/// Looks at the files.
///
/// # Errors
/// [`Code::File`] or [`Code::Settings`].
pub async fn survey(ports: &Ports) -> Result<Survey, Failure> {
    let (files, store) = (ports.files.clone(), ports.settings.clone());
    let (env, credential_env) = (ports.route_env.clone(), ports.credential_env);
    let (caches, clock) = (ports.caches.clone(), ports.clock.clone());
    off_the_runtime(move || {
        let settings = store.load()?;
        let text = files.read()?;
        let aws = AwsConfig::read(&text.config, &text.credentials);
        let around = Around {
            wall: &|wall| local::instant_of(wall, clock.as_ref()),
            now: Some(clock.now()),
            credentials_changed: text.credentials_changed,
            leapp: text.leapp,
            caches: &caches.read(),
        };
        let mut catalog = Catalog::seen(&aws, &settings, &env, &around);
        preflight::look_at_environment(&mut catalog, credential_env);
        let drift = store.recall().drift;
        Ok(Survey { catalog, aws, settings, leapp: text.leapp, drift })
    })
    .await
}

/// Runs a blocking port where it can block no one.
///
/// # Errors
/// The work's own failure, or [`Code::Internal`] when it panicked.
pub async fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    // A program of one thread has nothing else to do meanwhile, and another thread would cost it time.
    if Handle::current().runtime_flavor() == RuntimeFlavor::CurrentThread {
        return catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(own_mistake()));
    }
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(own_mistake()))
}

fn own_mistake() -> Failure {
    Failure::new(
        Code::Internal,
        text!("Daypass made a mistake of its own."),
        text!("Try again; if it happens twice, please report it with the log."),
    )
}
