//! GetCallerIdentity: needs no permission and works with every kind of credentials.

use super::Desk;
use crate::xml;

impl Desk<'_> {
    pub(super) fn get_caller_identity(&self) -> String {
        let fields = [
            xml::text("Arn", &self.caller.arn),
            xml::text("UserId", &self.caller.id),
            xml::text("Account", &self.account.id),
        ];
        fields.concat()
    }
}
