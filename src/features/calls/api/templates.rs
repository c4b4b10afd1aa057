//! Rubrics, rule sets and document lists to copy into a call; anybody may read them.

use crate::features::calls::{DocumentSet, Rubric, RuleSet, Templates};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::web::Routes;
use actix_web::{get, web};
use std::collections::BTreeMap;

fn all<T: Clone>(templates: &BTreeMap<String, T>) -> web::Json<Vec<T>> {
    web::Json(templates.values().cloned().collect())
}

fn one<T: Clone>(templates: &BTreeMap<String, T>, code: &str) -> Result<web::Json<T>, Failure> {
    templates.get(code).cloned().map(web::Json).ok_or_else(Failure::not_found)
}

/// Rubrics, by code.
#[utoipa::path(tag = "calls", responses((status = 200, body = Vec<Rubric>)))]
#[get("/rubrics")]
async fn list_rubrics(templates: web::Data<Templates>) -> web::Json<Vec<Rubric>> {
    all(&templates.rubrics)
}

/// One rubric.
#[utoipa::path(tag = "calls", params(("code" = String, Path)), responses((status = 200, body = Rubric)))]
#[get("/rubrics/{code}")]
async fn read_rubric(
    templates: web::Data<Templates>,
    code: web::Path<String>,
) -> Result<web::Json<Rubric>, Failure> {
    one(&templates.rubrics, &code)
}

/// Sets of eligibility rules, by code.
#[utoipa::path(tag = "calls", responses((status = 200, body = Vec<RuleSet>)))]
#[get("/eligibility-rule-sets")]
async fn list_rule_sets(templates: web::Data<Templates>) -> web::Json<Vec<RuleSet>> {
    all(&templates.rule_sets)
}

/// One set of eligibility rules.
#[utoipa::path(tag = "calls", params(("code" = String, Path)), responses((status = 200, body = RuleSet)))]
#[get("/eligibility-rule-sets/{code}")]
async fn read_rule_set(
    templates: web::Data<Templates>,
    code: web::Path<String>,
) -> Result<web::Json<RuleSet>, Failure> {
    one(&templates.rule_sets, &code)
}

/// Lists of documents, by code.
#[utoipa::path(tag = "calls", responses((status = 200, body = Vec<DocumentSet>)))]
#[get("/document-sets")]
async fn list_document_sets(templates: web::Data<Templates>) -> web::Json<Vec<DocumentSet>> {
    all(&templates.document_sets)
}

/// One list of documents.
#[utoipa::path(tag = "calls", params(("code" = String, Path)), responses((status = 200, body = DocumentSet)))]
#[get("/document-sets/{code}")]
async fn read_document_set(
    templates: web::Data<Templates>,
    code: web::Path<String>,
) -> Result<web::Json<DocumentSet>, Failure> {
    one(&templates.document_sets, &code)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadCallTemplates, list_rubrics)
        .add(Permission::ReadCallTemplates, read_rubric)
        .add(Permission::ReadCallTemplates, list_rule_sets)
        .add(Permission::ReadCallTemplates, read_rule_set)
        .add(Permission::ReadCallTemplates, list_document_sets)
        .add(Permission::ReadCallTemplates, read_document_set);
}
