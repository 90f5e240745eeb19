//! The named checks: what a file can get wrong that its shape cannot show. One function, one rule, one sentence.

mod fields;
mod labels;
mod names;
mod placeholders;
mod requests;
mod secrets;
mod setups;
mod urls;

use crate::{compile::Reading, error::Complaint, file::IntegrationFile, integration::Integration};

/// What the rules about a file's shape look at.
pub(crate) struct Shape<'f> {
    pub(crate) file_name: &'f str,
    pub(crate) file: &'f IntegrationFile,
}

/// What the rules about a file's meaning look at.
pub(crate) struct Meaning<'f> {
    pub(crate) file: &'f IntegrationFile,
    pub(crate) integration: &'f Integration,
    pub(crate) readings: &'f [Reading],
}

type ShapeRule = fn(&Shape<'_>) -> Vec<Complaint>;
type MeaningRule = fn(&Meaning<'_>) -> Vec<Complaint>;

const SHAPE_RULES: &[ShapeRule] = &[
    names::the_file_is_named_after_the_id,
    names::every_name_is_in_form,
    labels::everything_has_a_label,
    fields::every_field_says_what_it_holds,
    fields::limits_fit_their_type,
    setups::connections_and_setups_agree,
    setups::at_most_one_authorization_is_signed,
    setups::every_token_and_check_can_be_asked_for,
    setups::a_token_comes_one_way,
    setups::at_most_one_setup_is_implied,
    setups::every_oauth_table_makes_sense,
    requests::every_action_is_native_or_sends_requests,
    requests::every_request_says_one_method_and_one_place,
    requests::every_request_has_at_most_one_body,
    requests::every_query_header_and_form_is_a_table,
    requests::every_answer_is_read_by_its_own_name,
    requests::every_request_is_for_a_setup_that_exists,
    requests::every_action_says_whether_it_may_be_retried,
];

const MEANING_RULES: &[MeaningRule] = &[
    placeholders::every_placeholder_is_declared,
    secrets::secrets_go_only_where_they_are_sent,
    urls::every_url_is_https,
    urls::every_host_is_declared,
    urls::every_path_has_a_base,
    urls::every_field_that_begins_a_url_is_an_https_url,
];

/// Rules about what is written, checked before anything is compiled.
pub(crate) fn shape(file_name: &str, file: &IntegrationFile) -> Vec<Complaint> {
    let shape = Shape { file_name, file };
    SHAPE_RULES.iter().flat_map(|rule| rule(&shape)).collect()
}

/// Rules about what the templates and hosts mean together.
pub(crate) fn meaning(file: &IntegrationFile, integration: &Integration, readings: &[Reading]) -> Vec<Complaint> {
    let meaning = Meaning { file, integration, readings };
    MEANING_RULES.iter().flat_map(|rule| rule(&meaning)).collect()
}
