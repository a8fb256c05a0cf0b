//! The 23 operations of Logto.

use crate::wire::operations::Operation;
use crate::wire::support::{map, probe, probe_with};
use oaspen_client::{Json, json};
use user_apis::logto::api::users::ReplaceUserIdentityOutput;
use user_apis::logto::models::{
    AssignUserRolesRequest, CreateUserIdentityRequest, CreateUserMfaVerificationRequest, CreateUserRequest,
    ReplaceUserIdentityRequest, ReplaceUserRolesRequest, UpdateUserCustomDataRequest, UpdateUserIsSuspendedRequest,
    UpdateUserPasswordRequest, UpdateUserProfileRequest, UpdateUserRequest, UserProfile, VerifyUserPasswordRequest,
};

/// A user with something in every member.
pub(crate) const USER: &str = r#"{"id":"cczuqgho3dg5","username":"alice_1","primaryEmail":null,"primaryPhone":"14155550101","name":"","avatar":null,"customData":{"plan":"pro","gone":null},"identities":{"github":{"userId":"123","details":{"a":1}},"gitlab":{"userId":"7"}},"lastSignInAt":null,"createdAt":1795289306936,"updatedAt":1795289306937,"profile":{"familyName":"Doe","address":{"country":"NL"}},"applicationId":null,"cimdClientId":null,"isSuspended":false,"hasPassword":true,"ssoIdentities":[{"tenantId":"default","id":"s1","userId":"cczuqgho3dg5","issuer":"https://idp.example.com","identityId":"i1","detail":{"k":[null]},"createdAt":1795289306938,"ssoConnectorId":"c1"}]}"#;

/// The response to a PUT of an identity: a map with 200, no body with 201.
pub(crate) fn identity_json(output: &ReplaceUserIdentityOutput) -> Json {
    match output {
        ReplaceUserIdentityOutput::Ok(identities) => json::to_value(identities),
        ReplaceUserIdentityOutput::Created => Json::Null,
        _ => unreachable!("no other variant is declared"),
    }
}

pub(crate) static ALL: &[Operation] = &[
    Operation::logto(
        "ListUsers",
        |to, _| probe(to.logto.list_users().page(1).page_size(20)),
        "GET /api/users?page=1&page_size=20",
        "",
        "[]",
    ),
    Operation::logto(
        "CreateUser",
        |to, _| {
            let profile = UserProfile::new().with_family_name("Doe");
            let body = CreateUserRequest::new()
                .with_profile(profile)
                .with_username("alice_1")
                .with_avatar(None);
            probe(to.logto.create_user(body))
        },
        "POST /api/users",
        r#"{"username":"alice_1","avatar":null,"profile":{"familyName":"Doe"}}"#,
        USER,
    ),
    Operation::logto(
        "GetUser",
        |to, id| probe(to.logto.get_user(id).include_sso_identities("true")),
        "GET /api/users/{id}?includeSsoIdentities=true",
        "",
        USER,
    ),
    Operation::logto(
        "UpdateUser",
        |to, id| {
            probe(
                to.logto
                    .update_user(id, UpdateUserRequest::new().with_name("").with_username(None)),
            )
        },
        "PATCH /api/users/{id}",
        r#"{"username":null,"name":""}"#,
        USER,
    ),
    Operation::logto(
        "DeleteUser",
        |to, id| probe(to.logto.delete_user(id)),
        "DELETE /api/users/{id}",
        "",
        "",
    ),
    Operation::logto(
        "ListUserCustomData",
        |to, id| probe(to.logto.list_user_custom_data(id)),
        "GET /api/users/{id}/custom-data",
        "",
        r#"{"a":null,"b":{"d":[3]}}"#,
    ),
    Operation::logto(
        "UpdateUserCustomData",
        |to, id| {
            probe(
                to.logto
                    .update_user_custom_data(id, UpdateUserCustomDataRequest::new(map(r#"{"a":null}"#))),
            )
        },
        "PATCH /api/users/{id}/custom-data",
        r#"{"customData":{"a":null}}"#,
        r#"{"a":null}"#,
    ),
    Operation::logto(
        "UpdateUserProfile",
        |to, id| {
            let profile = UserProfile::new()
                .with_given_name("Al")
                .with_profile("https://example.com/al");
            probe(to.logto.update_user_profile(id, UpdateUserProfileRequest::new(profile)))
        },
        "PATCH /api/users/{id}/profile",
        r#"{"profile":{"givenName":"Al","profile":"https://example.com/al"}}"#,
        r#"{"familyName":"Doe","givenName":"Al","address":{"country":"NL"}}"#,
    ),
    Operation::logto(
        "UpdateUserPassword",
        |to, id| {
            probe(
                to.logto
                    .update_user_password(id, UpdateUserPasswordRequest::new("pä\\ss")),
            )
        },
        "PATCH /api/users/{id}/password",
        r#"{"password":"pä\\ss"}"#,
        USER,
    ),
    Operation::logto(
        "VerifyUserPassword",
        |to, id| {
            probe(
                to.logto
                    .verify_user_password(id, VerifyUserPasswordRequest::new("pass")),
            )
        },
        "POST /api/users/{id}/password/verify",
        r#"{"password":"pass"}"#,
        "",
    ),
    Operation::logto(
        "GetUserHasPassword",
        |to, id| probe(to.logto.get_user_has_password(id)),
        "GET /api/users/{id}/has-password",
        "",
        r#"{"hasPassword":true}"#,
    ),
    Operation::logto(
        "UpdateUserIsSuspended",
        |to, id| {
            probe(
                to.logto
                    .update_user_is_suspended(id, UpdateUserIsSuspendedRequest::new(true)),
            )
        },
        "PATCH /api/users/{id}/is-suspended",
        r#"{"isSuspended":true}"#,
        USER,
    ),
    Operation::logto(
        "ListUserRoles",
        |to, id| probe(to.logto.list_user_roles(id).page_size(100).page(2)),
        "GET /api/users/{id}/roles?page_size=100&page=2",
        "",
        r#"[{"tenantId":"default","id":"r1","name":"n","description":"d","type":"User","isDefault":false}]"#,
    ),
    Operation::logto(
        "AssignUserRoles",
        |to, id| {
            probe(
                to.logto
                    .assign_user_roles(id, AssignUserRolesRequest::new(vec!["r1".into(), "r2".into()])),
            )
        },
        "POST /api/users/{id}/roles",
        r#"{"roleIds":["r1","r2"]}"#,
        "",
    ),
    Operation::logto(
        "ReplaceUserRoles",
        |to, id| probe(to.logto.replace_user_roles(id, ReplaceUserRolesRequest::new(vec![]))),
        "PUT /api/users/{id}/roles",
        r#"{"roleIds":[]}"#,
        r#"{"roleIds":[]}"#,
    ),
    Operation::logto(
        "DeleteUserRole",
        |to, id| probe(to.logto.delete_user_role(id, id)),
        "DELETE /api/users/{id}/roles/{id}",
        "",
        "",
    ),
    Operation::logto(
        "CreateUserIdentity",
        |to, id| {
            let data = map(r#"{"code":"x","list":[1,null],"redirectUri":null}"#);
            probe(
                to.logto
                    .create_user_identity(id, CreateUserIdentityRequest::new("connector_1", data)),
            )
        },
        "POST /api/users/{id}/identities",
        r#"{"connectorId":"connector_1","connectorData":{"code":"x","list":[1,null],"redirectUri":null}}"#,
        r#"{"github":{"userId":"123","details":{"a":1}},"gitlab":{"userId":"7"}}"#,
    ),
    Operation::logto(
        "ReplaceUserIdentity",
        |to, id| {
            let body = ReplaceUserIdentityRequest::new("123").with_details(map(r#"{"a":1}"#));
            probe_with(to.logto.replace_user_identity(id, id, body), identity_json)
        },
        "PUT /api/users/{id}/identities/{id}",
        r#"{"userId":"123","details":{"a":1}}"#,
        r#"{"github":{"userId":"123","details":{"a":1}}}"#,
    ),
    Operation::logto(
        "DeleteUserIdentity",
        |to, id| probe(to.logto.delete_user_identity(id, id)),
        "DELETE /api/users/{id}/identities/{id}",
        "",
        USER,
    ),
    Operation::logto(
        "ListUserOrganizations",
        |to, id| probe(to.logto.list_user_organizations(id)),
        "GET /api/users/{id}/organizations",
        "",
        r#"[{"tenantId":"default","id":"o1","name":"Org","description":null,"customData":{},"isMfaRequired":false,"createdAt":1795289306936,"organizationRoles":[{"id":"r","name":"admin"}]}]"#,
    ),
    Operation::logto(
        "ListUserMfaVerifications",
        |to, id| probe(to.logto.list_user_mfa_verifications(id)),
        "GET /api/users/{id}/mfa-verifications",
        "",
        r#"[{"id":"m1","createdAt":"2026-11-21T19:28:28.009Z","type":"WebAuthn","agent":"Mozilla/5.0"},{"id":"m2","createdAt":"2026-11-21T19:28:28.067Z","type":"BackupCode","remainCodes":10}]"#,
    ),
    Operation::logto(
        "CreateUserMfaVerification",
        |to, id| {
            probe(
                to.logto
                    .create_user_mfa_verification(id, CreateUserMfaVerificationRequest::new("Totp")),
            )
        },
        "POST /api/users/{id}/mfa-verifications",
        r#"{"type":"Totp"}"#,
        r#"{"type":"Totp","secret":"JBSW","secretQrCode":"data:image/png;base64,iVBORw0KGgo="}"#,
    ),
    Operation::logto(
        "DeleteUserMfaVerification",
        |to, id| probe(to.logto.delete_user_mfa_verification(id, id)),
        "DELETE /api/users/{id}/mfa-verifications/{id}",
        "",
        "",
    ),
];
