//! Windows toasts. They appear for a program whose AppUserModelID is registered (Microsoft, "Send a
//! local toast notification from other types of unpackaged apps"); ours is told as long as it runs.

#[path = "windows/registration.rs"]
mod registration;
#[path = "windows/xml.rs"]
mod xml;

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use daypass_core::notice::Notice;
use windows::Data::Xml::Dom::XmlDocument;
use windows::Foundation::TypedEventHandler;
use windows::UI::Notifications::{
    NotificationSetting, ToastActivatedEventArgs, ToastDismissalReason, ToastNotification,
    ToastNotificationManager,
};
use windows::core::{Error, HSTRING, Interface};

use super::icon::Icon;
use super::words::{self, Abilities};
use super::{APPLICATION, Answers, lock};

/// All notices are of one group; a tag within it is one notice.
const GROUP: &str = "daypass";

/// The toasts that are shown or lie in the notification centre, as far as we know.
pub(super) struct Service {
    icon: Icon,
    answers: Answers,
    shown: Mutex<HashMap<String, ToastNotification>>,
    registered: Mutex<bool>,
}

impl Service {
    pub(super) fn new(icon: Icon, _deadline: Duration, answers: Answers) -> Self {
        Self { icon, answers, shown: Mutex::default(), registered: Mutex::default() }
    }

    pub(super) fn is_shown(&self, id: &str) -> bool {
        lock(&self.shown).contains_key(id)
    }

    pub(super) fn show(self: &Arc<Self>, notice: &Notice) -> Result<(), String> {
        self.register();
        self.hand_over(notice).map_err(|e| e.to_string())
    }

    /// Once: gives toasts their name and icon, and clears those of an earlier run, which nobody
    /// answers any more.
    fn register(&self) {
        let mut registered = lock(&self.registered);
        if std::mem::replace(&mut *registered, true) {
            return;
        }
        if let Err(error) = registration::register(self.icon.file()) {
            tracing::warn!("toasts will not carry Daypass's name: {error}");
        }
        let cleared = ToastNotificationManager::History()
            .and_then(|toasts| toasts.ClearWithId(&HSTRING::from(APPLICATION)));
        if let Err(error) = cleared {
            tracing::debug!("no earlier toasts: {error}");
        }
    }

    fn hand_over(self: &Arc<Self>, notice: &Notice) -> Result<(), Error> {
        let words = words::of(notice, Abilities { actions: true, markup: false, body: true });
        let document = XmlDocument::new()?;
        document.LoadXml(&HSTRING::from(xml::toast(notice, &words)))?;
        let toast = ToastNotification::CreateToastNotification(&document)?;
        // A toast with the tag of an earlier one takes its place.
        toast.SetTag(&HSTRING::from(tag(&notice.id)))?;
        toast.SetGroup(&HSTRING::from(GROUP))?;
        self.listen(&toast, notice)?;
        let notifier = ToastNotificationManager::CreateToastNotifierWithId(&HSTRING::from(APPLICATION))?;
        let setting = notifier.Setting()?;
        if setting != NotificationSetting::Enabled {
            return Err(Error::new(windows::core::HRESULT(0), format!("toasts are off: {}", setting.0)));
        }
        notifier.Show(&toast)?;
        lock(&self.shown).insert(notice.id.clone(), toast);
        Ok(())
    }

    fn listen(self: &Arc<Self>, toast: &ToastNotification, notice: &Notice) -> Result<(), Error> {
        let (service, id, profile) = (Arc::downgrade(self), notice.id.clone(), notice.profile.clone());
        toast.Activated(&TypedEventHandler::new(
            move |_, args: windows::core::Ref<'_, windows::core::IInspectable>| {
                let args = args.ok()?.cast::<ToastActivatedEventArgs>()?;
                let action = args.Arguments()?.to_string();
                if let Some(service) = service.upgrade() {
                    lock(&service.shown).remove(&id);
                    if let Some(answer) = words::answer(&action, &profile) {
                        (service.answers)(answer);
                    }
                }
                Ok(())
            },
        ))?;
        let (service, id) = (Arc::downgrade(self), notice.id.clone());
        toast.Dismissed(&TypedEventHandler::new(
            move |_, args: windows::core::Ref<'_, windows::UI::Notifications::ToastDismissedEventArgs>| {
                // One whose time is up lies in the notification centre, and can still be taken back.
                if args.ok()?.Reason()? != ToastDismissalReason::TimedOut
                    && let Some(service) = service.upgrade()
                {
                    lock(&service.shown).remove(&id);
                }
                Ok(())
            },
        ))?;
        Ok(())
    }

    pub(super) fn amend(self: &Arc<Self>, notice: &Notice) -> Result<(), String> {
        self.show(notice)
    }

    pub(super) fn withdraw(&self, id: &str) -> Result<(), String> {
        if lock(&self.shown).remove(id).is_none() {
            return Ok(());
        }
        ToastNotificationManager::History()
            .and_then(|toasts| {
                let (tag, group) = (HSTRING::from(tag(id)), HSTRING::from(GROUP));
                toasts.RemoveGroupedTagWithId(&tag, &group, &HSTRING::from(APPLICATION))
            })
            .map_err(|e| e.to_string())
    }
}

/// Tags have 16 characters at most on older systems; an id has as many as a profile's name.
fn tag(id: &str) -> String {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
