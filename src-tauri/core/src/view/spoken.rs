//! Views in another language than English.

use crate::explain::view::{AdviceView, ExplainView, ReaderView};
use crate::language::Language;
use crate::text::InLanguage;

use crate::view::{BoardView, ChangeView, DeviceView, FailureView, FoundDevicesView, RowView, SettingsView};

impl InLanguage for FailureView {
    fn in_language(self, language: Language) -> Self {
        let (message, hint) = (self.message.in_language(language), self.hint.in_language(language));
        Self { message, hint, ..self }
    }
}

impl InLanguage for BoardView {
    fn in_language(self, language: Language) -> Self {
        let (rows, banner) = (self.rows.in_language(language), self.banner.in_language(language));
        Self { rows, banner, ..self }
    }
}

impl InLanguage for RowView {
    fn in_language(self, language: Language) -> Self {
        Self {
            problem: self.problem.in_language(language),
            warnings: self.warnings.in_language(language),
            roles: self.roles.in_language(language),
            ..self
        }
    }
}

impl InLanguage for ChangeView {
    fn in_language(self, language: Language) -> Self {
        Self { notes: self.notes.in_language(language), ..self }
    }
}

impl InLanguage for FoundDevicesView {
    fn in_language(self, language: Language) -> Self {
        Self {
            devices: self.devices.in_language(language),
            guessed_because: self.guessed_because.in_language(language),
            ..self
        }
    }
}

impl InLanguage for DeviceView {
    fn in_language(self, language: Language) -> Self {
        Self { problem: self.problem.in_language(language), ..self }
    }
}

impl InLanguage for ExplainView {
    fn in_language(self, language: Language) -> Self {
        Self {
            readers: self.readers.in_language(language),
            advice: self.advice.in_language(language),
            notes: self.notes.in_language(language),
            ..self
        }
    }
}

impl InLanguage for ReaderView {
    fn in_language(self, language: Language) -> Self {
        Self { reason: self.reason.in_language(language), ..self }
    }
}

impl InLanguage for AdviceView {
    fn in_language(self, language: Language) -> Self {
        let (shadow, change) = (self.shadow.in_language(language), self.change.in_language(language));
        Self { shadow, change, ..self }
    }
}

impl InLanguage for SettingsView {
    fn in_language(self, language: Language) -> Self {
        Self {
            shortcut_problem: self.shortcut_problem.in_language(language),
            problem: self.problem.in_language(language),
            ..self
        }
    }
}
