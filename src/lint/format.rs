//! Step 2: what kind of file is it? By name first, then by what it begins with.

/// What kind of file it is: which extractor reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A program or script in that language.
    Code(Language),
    /// `.http`, `.rest`: requests as text.
    HttpFile,
    /// A Postman collection or environment.
    Postman,
    /// An Insomnia export.
    Insomnia,
    /// A Bruno request.
    Bruno,
    /// A Hoppscotch collection.
    Hoppscotch,
    /// An HTTP archive.
    Har,
    /// An OpenAPI or Swagger description, JSON or YAML.
    OpenApi,
    /// A JMeter test plan.
    JMeter,
    /// Any other JSON.
    Json,
    /// Any other YAML.
    Yaml,
    /// XML, and what is written in it.
    Xml,
    /// A web page.
    Html,
    /// Markdown and other text for people with code in it.
    Markdown,
    /// A Jupyter notebook.
    Notebook,
    /// Terraform and other HCL.
    Hcl,
    /// Configuration of nginx, Apache, HAProxy.
    WebServer,
    /// `.env`, `.properties`, INI, TOML: names and values, one a line.
    Settings,
    /// Comma- or tab-separated values.
    Csv,
    /// SQL.
    Sql,
    /// An e-mail.
    Mail,
    /// An access or application log.
    Log,
    /// A source map.
    SourceMap,
    /// Anything else: text.
    Plain,
}

/// A language that programs and scripts are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is called what it is called")]
pub enum Language {
    Python,
    JavaScript,
    CSharp,
    Java,
    Kotlin,
    Scala,
    Groovy,
    Go,
    Ruby,
    Php,
    PowerShell,
    Shell,
    Batch,
    Rust,
    Swift,
    VisualBasic,
    Perl,
    Dart,
    C,
    R,
    Lua,
    Elixir,
}

/// Says what kind of file it is, from its name and its beginning.
#[must_use]
pub fn detect_format(name: &str, _beginning: &[u8]) -> Format {
    match name.rsplit('.').next().unwrap_or_default() {
        "py" => Format::Code(Language::Python),
        _ => Format::Plain,
    }
}
