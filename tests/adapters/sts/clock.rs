//! Two clocks that disagree.

use chrono::TimeDelta;
use daypass_core::failure::Code;
use daypass_core::ports::TokenIssuer;
use daypass_demo::Fault;

use super::stage::Stage;

#[tokio::test]
async fn a_clock_an_hour_off_costs_one_request_once_and_no_code() {
    for hours in [-1, 1] {
        let stage = Stage::new().await;
        stage.server.set_clock_offset(TimeDelta::hours(hours));
        let session = stage.log_in().await.unwrap();
        assert_eq!(stage.requests(), 2, "refused for its time, then signed anew");
        let left = session.expires - stage.server.now();
        assert!((3590..=3600).contains(&left.num_seconds()), "counted in AWS's time: {left}");
        assert!((stage.sts.drift().unwrap().ahead() - TimeDelta::hours(hours)).abs() < TimeDelta::seconds(2));
        stage.server.reset_codes();
        stage.log_in().await.unwrap();
        assert_eq!(stage.requests(), 1, "the second call is signed with AWS's time at once");
    }
}

#[tokio::test]
async fn a_small_drift_is_measured_and_costs_nothing() {
    let stage = Stage::new().await;
    stage.server.set_clock_offset(TimeDelta::minutes(-10));
    stage.log_in().await.unwrap();
    assert_eq!(stage.requests(), 1);
    assert!((stage.sts.drift().unwrap().ahead() + TimeDelta::minutes(10)).abs() < TimeDelta::seconds(2));
}

#[tokio::test]
async fn a_server_that_moves_away_is_not_chased() {
    let stage = Stage::new().await;
    stage.strike(Fault::ClockOffset { seconds: 3600 }, 1);
    stage.strike(Fault::ClockOffset { seconds: -3600 }, 1);
    let failure = stage.log_in().await.unwrap_err();
    assert_eq!((failure.code, stage.requests()), (Code::ClockSkew, 2), "{failure:?}");
}
