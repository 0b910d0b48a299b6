//! `localgear schema`.

use super::run;

#[test]
fn the_schema_is_json_on_standard_output() {
    let run = run(["schema"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let schema: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert!(jsonschema::meta::is_valid(&schema));
}
