//! Programs in values: which keys hold one, and in what language, by what stands beside or by what it looks like.

use super::super::super::format::{Format, Language, detect_format};
use super::super::super::text::Text;
use super::super::markdown::language;
use super::super::tree::{Kind, NodeId};
use super::Walk;
use super::words::{Role, folded};

/// How far out what tells of a program is looked for, in containers: `Code: { ZipFile: … }` beside a `Runtime`.
const STEPS_MAX: usize = 4;

/// Most arguments of a command that are looked at.
const ARGUMENTS_MAX: usize = 64;

/// Most lines of a value that are looked at to see what it is.
const LINES_MAX: usize = 200;

impl Walk<'_, '_> {
    /// What a scalar's program is written in, where the key alone does not say.
    pub(super) fn program(&self, id: NodeId, text: &Text<'_>) -> Option<Role> {
        let source = text.as_str();
        if source.starts_with("#!")
            && source.contains('\n')
            && let Format::Code(language) = detect_format("", source.as_bytes())
        {
            return Some(Role::Program(language));
        }
        let own = self.tree.key(id);
        let word = own.as_deref().map(folded).unwrap_or_default();
        let by_key = match word.as_str() {
            "zipfile" | "inlinecode" | "inlinestring" | "sourcecode" => self
                .runtime()
                .or_else(|| guess(source))
                .or(word.starts_with("inline").then_some(Language::Lua)),
            "script" | "run" | "code" | "source" | "inlinescript" | "inline" => self.beside(),
            "pythoncode" | "python" | "pythonscript" => Some(Language::Python),
            "javascript" | "javascriptcode" | "jsscript" => Some(Language::JavaScript),
            "luascript" | "luacode" => Some(Language::Lua),
            _ => None,
        };
        by_key.or_else(|| self.argument(id)).map(Role::Program)
    }

    /// What a value looks like of which nothing else is known.
    pub(super) fn looks(&self, text: &Text<'_>, role: Role) -> Role {
        let first = text.as_str().trim_start().lines().next().unwrap_or_default();
        let is_open = match role {
            Role::Text => true,
            // No shell's script begins so.
            Role::Shell => ["import ", "from ", "const ", "let ", "async ", "local "]
                .iter()
                .any(|word| first.starts_with(word)),
            Role::PowerShell
            | Role::JavaScript
            | Role::Groovy
            | Role::Program(_)
            | Role::WebServer
            | Role::Prose
            | Role::Query
            | Role::Redirect
            | Role::Referer
            | Role::Pattern => false,
        };
        is_open.then(|| guess(text.as_str())).flatten().map_or(role, Role::Program)
    }

    /// `Runtime: python3.12` of a function in a cloud.
    fn runtime(&self) -> Option<Language> {
        let runtime =
            self.holders().take(STEPS_MAX).find_map(|holder| self.tree.member_word(holder, "runtime"))?;
        Language::of_program(&runtime)
    }

    /// `uses: actions/github-script`, `shell: python`, `scriptType: pscore`, `command: [python]`, `lang: …`.
    fn beside(&self) -> Option<Language> {
        let tree = self.tree;
        let row = self.holder()?;
        let step = self.holders().nth(1);
        let uses = step.and_then(|step| tree.member_word(step, "uses"));
        if uses.is_some_and(|uses| uses.contains("github-script")) {
            return Some(Language::JavaScript);
        }
        let says = |key: &str| tree.member_word(row, key).map(|word| word.trim().to_ascii_lowercase());
        if let Some(shell) = says("shell") {
            return Language::of_program(&shell);
        }
        if let Some(kind) = says("scriptType") {
            return Language::of_program(&kind);
        }
        let task = self.holders().take(2).find_map(|holder| tree.member_word(holder, "task"));
        if task.is_some_and(|task| task.starts_with("AzurePowerShell")) {
            return Some(Language::PowerShell);
        }
        let command = tree.member(row, "command").filter(|command| tree.kind(*command) == Some(Kind::List));
        let first =
            command.and_then(|command| tree.children(command).next()).and_then(|first| tree.word(first));
        if let Some(first) = first {
            return Language::of_program(&first);
        }
        says("language").or_else(|| says("lang")).and_then(|word| language(&word))
    }

    /// `command: [python, -c, …]`, and `args: [-c, …]` beside `command: [python]`.
    fn argument(&self, id: NodeId) -> Option<Language> {
        let tree = self.tree;
        let list =
            self.holder().filter(|list| tree.kind(*list) == Some(Kind::List) && tree.key(id).is_none())?;
        let words = tree.children(list).take(ARGUMENTS_MAX).take_while(|item| *item != id);
        let words: Vec<String> =
            words.filter_map(|item| tree.word(item)).map(|word| word.into_owned()).collect();
        let asks = words.last().is_some_and(|word| {
            matches!(word.to_ascii_lowercase().as_str(), "-c" | "-e" | "-r" | "-pe" | "--eval" | "-command")
        });
        let beside = self.holders().nth(1).and_then(|holder| tree.member(holder, "command"));
        let beside =
            beside.filter(|command| *command != list).and_then(|command| tree.children(command).next());
        let first = beside.and_then(|first| tree.word(first)).map(|word| word.into_owned());
        let program = words.iter().rfind(|word| !word.starts_with('-')).cloned().or(first)?;
        asks.then(|| Language::of_program(&program)).flatten()
    }
}

/// The language that a text of several lines is surely written in.
fn guess(text: &str) -> Option<Language> {
    let trimmed = text.trim();
    if trimmed.starts_with("return function(") || trimmed.starts_with("function envoy_on_") {
        return Some(Language::Lua);
    }
    if !trimmed.contains('\n') {
        return None;
    }
    let lines: Vec<&str> = trimmed.lines().take(LINES_MAX).map(str::trim).collect();
    let begins = |beginnings: &[&str]| {
        lines.iter().any(|line| beginnings.iter().any(|beginning| line.starts_with(beginning)))
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ',' | ' ');
    let imports = lines.iter().any(|line| {
        let module = line.strip_prefix("import ").filter(|module| module.chars().all(is_name));
        module.is_some_and(|module| {
            !module.trim().contains(' ') || module.contains(" as ") || module.contains(", ")
        }) || line.starts_with("from ") && line.contains(" import ")
            || line.starts_with("def ") && line.ends_with(':')
    });
    if begins(&["local "]) && lines.iter().any(|line| line.trim_end_matches([')', ',']) == "end") {
        Some(Language::Lua)
    } else if begins(&["const ", "let ", "var ", "async function ", "module.exports", "exports."])
        && (trimmed.contains(';') || trimmed.contains("=>") || trimmed.contains('{'))
    {
        Some(Language::JavaScript)
    } else {
        imports.then_some(Language::Python)
    }
}

#[cfg(test)]
mod tests {
    use super::guess;
    use crate::lint::Language;

    #[test]
    fn a_program_is_known_by_its_lines_and_a_text_is_none() {
        for (text, language) in [
            ("local p = 1\nif p then\nend\n", Some(Language::Lua)),
            ("return function(conf, ctx) end", Some(Language::Lua)),
            ("const a = 1;\nsend(a);\n", Some(Language::JavaScript)),
            ("import os\nprint(1)\n", Some(Language::Python)),
            ("from a import b\nb()\n", Some(Language::Python)),
            ("import your orders\nand then wait\n", None),
            ("https://acme.flowgear.net\n", None),
            ("let us see\nwhat comes\n", None),
        ] {
            assert_eq!(guess(text), language, "{text}");
        }
    }
}
