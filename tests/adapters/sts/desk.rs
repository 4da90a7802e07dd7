//! The whole way: six digits, the real SDK over sockets, the real file. A strict STS stands at the end.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_sdk_sts::config::retry::RetryConfig;
use aws_sdk_sts::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_sts::error::ProvideErrorMetadata;
use chrono::{TimeDelta, Utc};
use daypass_adapters::clock::SystemClock;
use daypass_adapters::files::AwsFilesOnDisk;
use daypass_adapters::sts::{Network, Patience, Sts};
use daypass_core::code::TokenCode;
use daypass_core::failure::{Code, CodeFate, Failure};
use daypass_core::fakes::World;
use daypass_core::login::{SignedIn, Stop, Wish, login};
use daypass_core::ports::{AwsPaths, Ports};
use daypass_core::settings::Settings;
use daypass_demo::{ACCOUNT_ID, Account, DemoOptions, DemoServer};
use tempfile::TempDir;

use super::stage::{KEY, SECRET};

pub const SERIAL: &str = "arn:aws:iam::123456789012:mfa/demo";

/// What a person reads.
pub type Said = (Code, &'static str, &'static str);

/// What stands in the files.
pub struct Home {
    pub endpoint: String,
    pub serial: Option<String>,
    pub key_id: &'static str,
    pub secret: &'static str,
    /// The profile of a role, and the role's ARN.
    pub role: Option<(&'static str, String)>,
    /// More lines for the role's profile.
    pub role_says: String,
    /// What the settings say of the role, as JSON.
    pub role_set: String,
    /// More lines for the credentials file.
    pub more: String,
}

impl Home {
    pub fn of(server: &DemoServer) -> Self {
        Self::at(server.endpoint())
    }

    pub fn at(endpoint: String) -> Self {
        Self {
            endpoint,
            serial: Some(SERIAL.into()),
            key_id: KEY,
            secret: SECRET,
            role: None,
            role_says: String::new(),
            role_set: "{}".into(),
            more: String::new(),
        }
    }

    /// With a profile for a role of the same name.
    pub fn with_role(mut self, name: &'static str) -> Self {
        self.role = Some((name, format!("arn:aws:iam::{ACCOUNT_ID}:role/{name}")));
        self
    }

    fn config(&self) -> String {
        let common = format!("region = eu-central-1\nendpoint_url = {}\n", self.endpoint);
        let serial = self.serial.as_ref().map(|serial| format!("mfa_serial = {serial}\n"));
        let mut text = format!("[profile demo]\n{common}{}", serial.unwrap_or_default());
        if let Some((role, arn)) = &self.role {
            let says = &self.role_says;
            text += &format!("\n[profile {role}]\nrole_arn = {arn}\nsource_profile = demo\n{common}{says}\n");
        }
        text
    }

    fn credentials(&self) -> String {
        let Self { key_id, secret, more, .. } = self;
        format!(
            "# kept\n[demo]\naws_access_key_id = {key_id}\naws_secret_access_key = {secret}\n\n\
             [other]\nregion = us-east-1\n{more}"
        )
    }
}

/// A person with these files and a real way to STS.
pub struct Desk {
    pub ports: Ports,
    folder: TempDir,
}

impl Desk {
    pub fn new(home: &Home) -> Self {
        Self::behind(home, Network::default(), quick())
    }

    pub fn behind(home: &Home, network: Network, patience: Patience) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let aws = folder.path().join(".aws");
        fs::create_dir(&aws).unwrap();
        let paths = AwsPaths { config: aws.join("config"), credentials: aws.join("credentials") };
        fs::write(&paths.config, home.config()).unwrap();
        fs::write(&paths.credentials, home.credentials()).unwrap();
        let clock = Arc::new(SystemClock);
        let sts = Sts::new(clock.clone(), paths.clone(), network).with_patience(patience);
        let files = AwsFilesOnDisk::new(paths, &folder.path().join("state"), clock.clone());
        let others = World::new(Utc::now(), "", "").ports();
        if let Some((role, _)) = &home.role {
            let mut settings = Settings::default();
            settings.profiles.insert((*role).into(), serde_json::from_str(&home.role_set).unwrap());
            others.settings.save(&settings).unwrap();
        }
        let ports = Ports { issuer: Arc::new(sts), files: Arc::new(files), clock, ..others };
        Self { ports, folder }
    }

    pub async fn log_in(&self, wish: Wish) -> Result<SignedIn, Failure> {
        login(&self.ports, wish, &mut Stop::never()).await
    }

    /// Everything that a write would change: the bytes, the file behind the name, its times, its neighbours.
    pub fn picture(&self) -> Picture {
        let aws = self.folder.path().join(".aws");
        let mut names: Vec<_> = fs::read_dir(&aws)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let files = names.iter().map(|name| one_file(&aws.join(name))).collect();
        Picture { names, files }
    }

    /// Runs a wish that must fail without a trace in the folder or of a secret in the words.
    pub async fn refused(&self, wish: Wish, secrets: &[&str]) -> Failure {
        let before = self.picture();
        let failure = match self.log_in(wish).await {
            Err(failure) => failure,
            Ok(signed_in) => panic!("granted: {:?}", signed_in.grants),
        };
        assert_eq!(self.picture(), before, "{failure:?}");
        let shown = format!("{failure:?} {failure}");
        for secret in secrets {
            assert!(!shown.contains(secret), "{secret} shows: {shown}");
        }
        failure
    }
}

/// The defaults, but for the pauses between tries.
pub fn quick() -> Patience {
    Patience { pause: Duration::from_millis(20), ..Patience::default() }
}

/// A folder's files as they stand.
#[derive(Debug, PartialEq, Eq)]
pub struct Picture {
    names: Vec<String>,
    files: Vec<(Vec<u8>, SystemTime, u64)>,
}

#[cfg(unix)]
fn one_file(path: &Path) -> (Vec<u8>, SystemTime, u64) {
    let known = fs::metadata(path).unwrap();
    (fs::read(path).unwrap(), known.modified().unwrap(), std::os::unix::fs::MetadataExt::ino(&known))
}

#[cfg(not(unix))]
fn one_file(path: &Path) -> (Vec<u8>, SystemTime, u64) {
    (fs::read(path).unwrap(), fs::metadata(path).unwrap().modified().unwrap(), 0)
}

pub async fn serve() -> DemoServer {
    let options = DemoOptions::new(Account::fixed().with_rarities(), Arc::new(Utc::now));
    DemoServer::start(options).await.unwrap()
}

/// What the device of `demo` shows now.
pub fn shown(server: &DemoServer) -> String {
    server.device_code(SERIAL).unwrap().code
}

/// Signs in to `demo` with this code.
pub fn wish(code: &str) -> Wish {
    Wish::new("demo", Some(TokenCode::parse(code).unwrap()))
}

/// STS asked without Daypass: the SDK alone, nothing checked beforehand, nothing asked twice.
pub fn bare(server: &DemoServer, keys: Credentials) -> aws_sdk_sts::Client {
    let config = aws_sdk_sts::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .endpoint_url(format!("http://{}", server.address()))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .credentials_provider(keys)
        .retry_config(RetryConfig::disabled());
    aws_sdk_sts::Client::from_conf(config.build())
}

pub fn long_term() -> Credentials {
    Credentials::new(KEY, SECRET, None, None, "test")
}

/// A session as Daypass writes it, with an end an hour from now, though STS's is after 15 minutes.
pub async fn session(server: &DemoServer) -> String {
    let asked = bare(server, long_term()).get_session_token();
    let asked = asked.serial_number(SERIAL).token_code(shown(server)).duration_seconds(900);
    let keys = asked.send().await.unwrap().credentials.unwrap();
    let end = (Utc::now() + TimeDelta::hours(1)).to_rfc3339();
    format!(
        "\n[demo-mfa]\naws_access_key_id = {}\naws_secret_access_key = {}\naws_session_token = {}\n\
         x_security_token_expires = {end}\nmanager = daypass\n",
        keys.access_key_id, keys.secret_access_key, keys.session_token
    )
}

/// Whether STS, in good order again, still takes this code of `demo`'s device.
pub async fn still_taken(server: &DemoServer, code: &str) -> bool {
    server.clear_faults();
    server.set_clock_offset(TimeDelta::zero());
    server.edit_account(|account| *account = Account::fixed().with_rarities());
    let asked = bare(server, long_term()).get_session_token().serial_number(SERIAL).token_code(code);
    match asked.send().await {
        Ok(_) => true,
        Err(error) => {
            let words = error.message().unwrap_or_default();
            assert!(words.contains("invalid MFA one time pass code"), "{error:?}");
            false
        }
    }
}

/// What a failure says of the code must be so. `Unknown` and `Refused` promise nothing.
pub async fn fate_is_true(server: &DemoServer, code: &str, failure: &Failure) -> bool {
    let taken = still_taken(server, code).await;
    match failure.fate {
        CodeFate::Unspent => assert!(taken, "called unspent, and STS does not take it: {failure:?}"),
        CodeFate::Spent => assert!(!taken, "called spent, and STS takes it: {failure:?}"),
        CodeFate::Refused | CodeFate::Unknown => {}
    }
    taken
}
