//! Who lives in the demo's account: `demo`, `ops`, four roles, and rarities on request.

use std::collections::BTreeSet;

use crate::account::{ACCOUNT_ID, AccessKey, Account, EXTERNAL_ID, Identity, Rank, Role, Trust};
use crate::random::{self, NoRandomness};

impl Account {
    /// Returns the demo account with keys and seeds of its own.
    pub fn random() -> Result<Self, NoRandomness> {
        Self::fixed().with_own_keys()
    }

    /// Replaces every key and seed by random ones.
    pub fn with_own_keys(mut self) -> Result<Self, NoRandomness> {
        for identity in &mut self.identities {
            for key in &mut identity.keys {
                key.id = random::id("AKIA", 16)?;
                key.secret = random::secret()?;
            }
            for device in &mut identity.devices {
                device.seed = random::bytes(20)?;
            }
        }
        Ok(self)
    }

    /// Returns the demo account with the example keys of AWS's documentation, for tests.
    pub fn fixed() -> Self {
        let demo = Identity::user("demo", "AIDACKCEVSQ6C2EXAMPLE")
            .with_key("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
            .with_device(&format!("arn:aws:iam::{ACCOUNT_ID}:mfa/demo"), b"daypass-demo-seed-01");
        let ops = Identity::user("ops", "AIDAJQABLZS4A3EXAMPLE")
            .with_key("AKIAI44QH8DHBEXAMPLE", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY")
            .with_device("GAHT12345678", b"daypass-demo-seed-02");
        let roles = roles(&demo.arn);
        Self {
            id: ACCOUNT_ID.into(),
            identities: vec![demo, ops],
            roles,
            disabled_regions: BTreeSet::new(),
            devices_hidden: false,
            devices_per_page: None,
        }
    }

    /// Adds the root user, with a key and a device, an inactive second key for `demo`, and a role
    /// that only another role may assume.
    #[must_use]
    pub fn with_rarities(mut self) -> Self {
        for identity in self.identities.iter_mut().filter(|identity| identity.name == "demo") {
            identity.keys.push(AccessKey {
                id: "AKIAINACTIVE0EXAMPLE".into(),
                secret: "inactiveKEY/K7MDENG/bPxRfiCYEXAMPLEKEYxx".into(),
                active: false,
            });
        }
        let developer = format!("arn:aws:iam::{ACCOUNT_ID}:role/developer");
        let trust = Trust {
            principals: vec![developer],
            external_id: None,
            mfa: false,
            tags: true,
            source_identity: true,
        };
        self.roles.push(Role::new("deputy", "AROADEPUTYROLEEXAMPLE", 3_600, trust));
        let device = format!("arn:aws:iam::{ACCOUNT_ID}:mfa/root-account-mfa-device");
        let root = Identity {
            rank: Rank::Root,
            name: "root".into(),
            id: ACCOUNT_ID.into(),
            arn: format!("arn:aws:iam::{ACCOUNT_ID}:root"),
            keys: Vec::new(),
            devices: Vec::new(),
        };
        self.identities.push(
            root.with_key("AKIAROOTUSER0EXAMPLE", "rootUserKEY/K7MDENG/bPxRfiCYEXAMPLEKEYxx")
                .with_device(&device, b"daypass-demo-seed-03"),
        );
        self
    }
}

fn roles(demo: &str) -> Vec<Role> {
    let trusting_demo = Trust { principals: vec![demo.to_owned()], mfa: true, ..Trust::default() };
    let developer = Trust { tags: true, source_identity: true, ..trusting_demo.clone() };
    let auditor = Trust { external_id: Some(EXTERNAL_ID.into()), ..trusting_demo.clone() };
    vec![
        Role::new("developer", "AROACLKWSDQRAOEXAMPLE", 43_200, developer),
        Role::new("auditor", "AROADBQP57FF2AEXAMPLE", 43_200, auditor),
        Role::new("locked", "AROAJ2UCCR6DPCEXAMPLE", 3_600, Trust::default()),
        Role::new("short", "AROAQXAV6HELUOEXAMPLE", 3_600, trusting_demo),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_keys_of_the_right_shape_and_new_ones_each_time() {
        let (one, two) = (Account::random().unwrap(), Account::random().unwrap());
        let ids = |account: &Account| -> Vec<String> {
            account.identities.iter().flat_map(|i| i.keys.iter().map(|k| k.id.clone())).collect()
        };
        assert!(ids(&one).iter().all(|id| id.starts_with("AKIA") && id.len() == 20));
        assert_ne!(ids(&one), ids(&two));
        let secrets = Account::fixed().with_rarities().identities.into_iter().flat_map(|i| i.keys);
        assert!(secrets.map(|key| key.secret.len()).all(|length| length == 40));
    }
}
