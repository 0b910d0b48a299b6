//! InitialisationXml is well-formed whatever the names hold, and says them back.

use localgear::site::{InitialisationXml, Name};
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use quick_xml::Reader;
use quick_xml::events::Event;
use uuid::Uuid;

/// Any text that is a name, with more of what XML minds than chance would bring.
fn a_name() -> impl Strategy<Value = String> {
    let text =
        prop_oneof![any::<String>(), "[a<>&\"' ;#x\\]é\u{1F600}]{1,30}", "(&amp;|]]>|<!--|&#0;|<a/>){1,4}"];
    text.prop_filter("a name", |text| Name::parse(text).is_ok())
}

/// Each child of the root with its text.
fn children(xml: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_comments = true;
    let (mut depth, mut children) = (0, Vec::<(String, String)>::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                depth += 1;
                let name = String::from_utf8_lossy(start.name().as_ref().as_ref()).into_owned();
                match depth {
                    1 => assert_eq!(name, "Initialisation"),
                    2 => children.push((name, String::new())),
                    _ => panic!("an element inside a text: {name}"),
                }
            }
            Event::End(_) => depth -= 1,
            Event::Text(text) => children.last_mut().unwrap().1.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let text = quick_xml::escape::unescape(&format!("&{};", reference.xml10_content()))
                    .unwrap()
                    .into_owned();
                children.last_mut().unwrap().1.push_str(&text);
            }
            Event::Eof => break,
            Event::Empty(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {
                panic!("nothing else is in it")
            }
        }
    }
    assert_eq!(depth, 0);
    children
}

proptest! {
    #[test]
    fn it_is_well_formed_and_says_every_name_back(site in a_name(), workflow in a_name(), user in a_name(), profile in a_name()) {
        let xml = InitialisationXml {
            site_id: Uuid::nil(),
            site_name: &site,
            workflow_id: Uuid::nil(),
            workflow_name: &workflow,
            workflow_instance_id: Uuid::nil(),
            username: &user,
            profile: &profile,
        };
        let children = children(&xml.to_string());
        let of = |wanted: &str| children.iter().find(|(name, _)| name == wanted).map(|(_, text)| text.as_str());
        prop_assert_eq!(of("SiteName"), Some(site.as_str()));
        prop_assert_eq!(of("WorkflowName"), Some(workflow.as_str()));
        prop_assert_eq!(of("Username"), Some(user.as_str()));
        prop_assert_eq!(of("Profile"), Some(profile.as_str()));
        prop_assert_eq!(children.len(), 9);
        prop_assert_eq!(String::from(&xml), xml.to_string());
    }

    #[test]
    fn a_name_that_is_admitted_holds_nothing_that_xml_or_a_screen_minds(text in any::<String>()) {
        if let Ok(name) = Name::parse(&text) {
            prop_assert_eq!(name.as_str(), &text);
            let odd = text.chars().any(|c| c.is_control() || c as u32 == 0xFFFF);
            prop_assert!(!text.is_empty() && !odd);
        }
    }
}
