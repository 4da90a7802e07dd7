//! Many roles behind one code, over HTTP: all of them arrive, and no trouble of STS becomes a storm.

use std::sync::Arc;

use chrono::Utc;
use daypass_adapters::clock::SystemClock;
use daypass_core::code::TokenCode;
use daypass_core::fakes::World;
use daypass_core::login::{self, Pace, SignedIn, Stop, Wish};
use daypass_core::ports::{AwsFiles, Ports};
use daypass_demo::{ACCOUNT_ID, Fault, FaultRule};

use super::stage::{KEY, SECRET, Stage};

const ROLES: usize = 60;
const AT_ONCE: u64 = 16;
const TRIES: u64 = 3;

/// A stage with a user and [`ROLES`] roles, whose files are in memory.
struct Team {
    world: World,
    stage: Stage,
    ports: Ports,
}

impl Team {
    async fn new() -> Self {
        let stage = Stage::new().await;
        let endpoint = stage.server.endpoint();
        let mut config = format!(
            "[profile demo]\nmfa_serial = {}\nregion = eu-central-1\nendpoint_url = {endpoint}\n",
            stage.serial.as_str()
        );
        for name in names() {
            config += &format!(
                "[profile {name}]\nrole_arn = arn:aws:iam::{ACCOUNT_ID}:role/developer\nsource_profile = demo\n"
            );
        }
        let keys = format!("[demo]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n");
        let world = World::new(Utc::now(), &config, &keys);
        let issuer = stage.another();
        let ports = Ports { issuer: Arc::new(issuer), clock: Arc::new(SystemClock), ..world.ports() };
        Self { world, stage, ports }
    }

    async fn sign_in(&self) -> SignedIn {
        let code = TokenCode::parse(self.stage.code().expose()).unwrap();
        login::login(&self.ports, Wish::new("demo", Some(code)), &mut Stop::never()).await.unwrap()
    }

    /// Tries these roles again, as the program in the tray does; returns those that are still missing.
    async fn refresh(&self, names: &[String]) -> Vec<String> {
        let stop = &mut Stop::never();
        let done = login::refresh(&self.ports, "demo", names, Pace::Gentle, stop).await.unwrap();
        done.left.into_iter().map(|left| left.name).collect()
    }

    fn written(&self) -> usize {
        let text = String::from_utf8(self.world.files.read().unwrap().credentials).unwrap();
        text.matches("aws_session_token").count()
    }

    fn strike(&self, fault: Fault, times: u32) {
        self.stage.server.add_fault(FaultRule::times(fault, times).on("AssumeRole"));
    }
}

fn names() -> Vec<String> {
    (0..ROLES).map(|n| format!("role-{n:02}")).collect()
}

#[tokio::test]
async fn every_role_is_asked_for_once_and_written_in_one_transaction() {
    let team = Team::new().await;
    let done = team.sign_in().await;
    assert_eq!((done.along.len(), done.left.len()), (ROLES, 0));
    assert_eq!(team.stage.requests(), 1 + ROLES as u64);
    assert_eq!((team.written(), team.world.files.writes()), (1 + ROLES, 1));
}

#[tokio::test]
async fn a_storm_of_503_costs_a_bounded_number_of_requests_and_the_roles_arrive_later() {
    const STORM: u32 = 70;
    let team = Team::new().await;
    team.strike(Fault::ServerError { status: 503 }, STORM);
    let done = team.sign_in().await;
    assert_eq!((done.grants.len(), done.along.len(), done.left.len()), (1, 0, ROLES));
    let first = team.stage.requests();
    assert!(first <= 1 + AT_ONCE * TRIES, "{first} requests into a storm");
    assert_eq!(team.written(), 1, "the session is kept: its code is spent");

    let (mut missing, mut total, mut turns) = (names(), first, 0);
    while !missing.is_empty() {
        missing = team.refresh(&missing).await;
        let asked = team.stage.requests();
        // While it lasts one role finds out for all of them; what it found is the storm's end, once.
        assert!(missing.len() < ROLES || asked == TRIES, "{asked} requests in turn {turns}");
        (total, turns) = (total + asked, turns + 1);
        assert!(turns < 20, "{} roles never arrived", missing.len());
    }
    assert_eq!(total, 1 + u64::from(STORM) + ROLES as u64, "no request was wasted");
    assert_eq!(team.written(), 1 + ROLES);
}

#[tokio::test]
async fn throttling_that_passes_is_waited_for() {
    let team = Team::new().await;
    team.strike(Fault::Throttling { status: 400 }, 30);
    let done = team.sign_in().await;
    assert_eq!((done.along.len(), done.left.len()), (ROLES, 0));
    assert_eq!(team.stage.requests(), 1 + 30 + ROLES as u64);
}

#[tokio::test]
async fn throttling_that_stays_leaves_the_roles_for_later() {
    let team = Team::new().await;
    team.stage.server.add_fault(FaultRule::always(Fault::Throttling { status: 400 }).on("AssumeRole"));
    let done = team.sign_in().await;
    assert_eq!((done.along.len(), done.left.len()), (0, ROLES));
    let asked = team.stage.requests();
    assert!(asked <= 1 + AT_ONCE * TRIES, "{asked} requests");
    assert_eq!(team.refresh(&names()).await.len(), ROLES);
    assert_eq!(team.stage.requests(), TRIES, "one role finds out for all");
    team.stage.server.clear_faults();
    assert_eq!(team.refresh(&names()).await, [] as [&str; 0]);
    assert_eq!((team.stage.requests(), team.written()), (ROLES as u64, 1 + ROLES));
}
