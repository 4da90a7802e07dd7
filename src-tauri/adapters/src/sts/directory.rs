//! Whose a key is and which devices its user has: one call of STS, one of IAM, over the same checked
//! connections, with the same bounds and tries.

use std::sync::Arc;

use aws_sdk_iam::Client as Iam;
use aws_sdk_iam::config::retry::RetryConfig;
use aws_sdk_iam::config::timeout::TimeoutConfig;
use aws_sdk_iam::config::{
    BehaviorVersion, Config, Credentials, IdentityCache, Region, StalledStreamProtectionConfig,
};

use daypass_core::failure::Failure;
use daypass_core::keys::LongTermKey;
use daypass_core::ports::{Answer, Caller, Directory};
use daypass_core::route::Route;

use super::meaning::Action;
use super::refusal::Refusal;
use super::{OurClock, Sts, tries, try_identity};

/// A user has eight MFA devices at most (IAM User Guide, "IAM and AWS STS quotas"), so an IAM that goes
/// on turning pages is none.
const MOST_PAGES: usize = 8;

impl Directory for Sts {
    fn caller<'a>(&'a self, key: &'a LongTermKey, route: &'a Route) -> Answer<'a, Caller> {
        Box::pin(self.caller_of_key(key, route))
    }

    fn mfa_devices<'a>(&'a self, key: &'a LongTermKey, route: &'a Route) -> Answer<'a, Vec<String>> {
        Box::pin(self.list_devices(key, route))
    }
}

impl Sts {
    async fn caller_of_key(&self, key: &LongTermKey, route: &Route) -> Result<Caller, Failure> {
        let client = self.client(route)?;
        let credentials = credentials(key);
        tries::persist(self.patience, || try_identity(&client, &credentials))
            .await
            .map_err(|refusal| refusal.into_failure(&[key.secret.expose()]))
    }

    async fn list_devices(&self, key: &LongTermKey, route: &Route) -> Result<Vec<String>, Failure> {
        let iam = self.iam(key, route)?;
        let (mut serials, mut marker) = (Vec::new(), None);
        for _ in 0..MOST_PAGES {
            let page = tries::persist(self.patience, || try_page(&iam, marker.clone()))
                .await
                .map_err(|refusal| refusal.into_failure(&[key.secret.expose()]))?;
            serials.extend(page.serials);
            marker = page.next;
            if marker.is_none() {
                break;
            }
        }
        Ok(serials)
    }

    /// Made for one look, key and all: nobody looks twice.
    fn iam(&self, key: &LongTermKey, route: &Route) -> Result<Iam, Failure> {
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(route.region.clone()))
            .http_client(self.http(route, route.iam_endpoint.as_deref())?)
            .time_source(OurClock(Arc::clone(&self.clock)))
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::builder().connect_timeout(self.patience.connect).build())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .identity_cache(IdentityCache::no_cache())
            .credentials_provider(credentials(key));
        config.set_endpoint_url(route.iam_endpoint.clone());
        config.set_use_fips(Some(route.fips));
        config.set_use_dual_stack(Some(route.dual_stack));
        Ok(Iam::from_conf(config.build()))
    }
}

/// Some of a user's devices.
struct Page {
    serials: Vec<String>,
    /// How the rest is asked for, when there is one.
    next: Option<String>,
}

async fn try_page(iam: &Iam, marker: Option<String>) -> Result<Page, Refusal> {
    let answer = iam
        .list_mfa_devices()
        .set_marker(marker)
        .send()
        .await
        .map_err(|e| Refusal::read(Action::MfaDevices, &e))?;
    let next = answer.marker.filter(|_| answer.is_truncated);
    Ok(Page { serials: answer.mfa_devices.into_iter().map(|device| device.serial_number).collect(), next })
}

fn credentials(key: &LongTermKey) -> Credentials {
    Credentials::new(&key.id, key.secret.expose(), None, None, "daypass")
}
