//! The 18 operations of Clerk.

use crate::wire::operations::Operation;
use crate::wire::support::{map, probe};
use oaspen_client::FilePart;
use user_apis::clerk::models::{
    CreateUserRequest, SetUserProfileImageRequest, UpdateUserMetadataRequest, UpdateUserRequest, VerifyPasswordRequest,
    VerifyTotpRequest,
};

/// A user with something in every member.
pub(crate) const USER: &str = include_str!("clerk_user.json");
pub(crate) const MEMBERSHIPS: &str = include_str!("clerk_memberships.json");
/// A body of `set_user_profile_image`: its boundary is random, so the row only marks that there is a body.
pub(crate) const MULTIPART: &str = "multipart";

pub(crate) static ALL: &[Operation] = &[
    Operation::clerk(
        "GetUserList",
        |to, _| {
            probe(
                to.clerk
                    .get_user_list()
                    .limit(10)
                    .email_address(["a+b@example.com", "c&d@example.com"]),
            )
        },
        "GET /v1/users?limit=10&email_address=a%2Bb%40example.com&email_address=c%26d%40example.com",
        "",
        concat!("[", include_str!("clerk_user.json"), "]"),
    ),
    Operation::clerk(
        "CreateUser",
        |to, _| {
            let body = CreateUserRequest::new()
                .with_username("ada")
                .with_email_address(vec!["ada@example.com".into()]);
            probe(to.clerk.create_user(body))
        },
        "POST /v1/users",
        r#"{"email_address":["ada@example.com"],"username":"ada"}"#,
        USER,
    ),
    Operation::clerk(
        "GetUsersCount",
        |to, _| probe(to.clerk.get_users_count().query("ada l").username(["a", "b"])),
        "GET /v1/users/count?query=ada%20l&username=a&username=b",
        "",
        r#"{"object":"total_count","total_count":42}"#,
    ),
    Operation::clerk(
        "GetUser",
        |to, id| probe(to.clerk.get_user(id)),
        "GET /v1/users/{id}",
        "",
        USER,
    ),
    Operation::clerk(
        "UpdateUser",
        |to, id| {
            let body = UpdateUserRequest::new().with_username(None).with_first_name("Ada");
            probe(to.clerk.update_user(id, body))
        },
        "PATCH /v1/users/{id}",
        r#"{"first_name":"Ada","username":null}"#,
        USER,
    ),
    Operation::clerk(
        "DeleteUser",
        |to, id| probe(to.clerk.delete_user(id)),
        "DELETE /v1/users/{id}",
        "",
        r#"{"object":"user","id":"user_1","deleted":true}"#,
    ),
    Operation::clerk(
        "BanUser",
        |to, id| probe(to.clerk.ban_user(id)),
        "POST /v1/users/{id}/ban",
        "",
        USER,
    ),
    Operation::clerk(
        "UnbanUser",
        |to, id| probe(to.clerk.unban_user(id)),
        "POST /v1/users/{id}/unban",
        "",
        USER,
    ),
    Operation::clerk(
        "LockUser",
        |to, id| probe(to.clerk.lock_user(id)),
        "POST /v1/users/{id}/lock",
        "",
        USER,
    ),
    Operation::clerk(
        "UnlockUser",
        |to, id| probe(to.clerk.unlock_user(id)),
        "POST /v1/users/{id}/unlock",
        "",
        USER,
    ),
    Operation::clerk(
        "SetUserProfileImage",
        |to, id| {
            let file = FilePart::new(&b"\x89PNG\r\n"[..])
                .with_file_name("me.png")
                .with_content_type("image/png");
            probe(
                to.clerk
                    .set_user_profile_image(id, SetUserProfileImageRequest::new().with_file(file)),
            )
        },
        "POST /v1/users/{id}/profile_image",
        MULTIPART,
        USER,
    ),
    Operation::clerk(
        "DeleteUserProfileImage",
        |to, id| probe(to.clerk.delete_user_profile_image(id)),
        "DELETE /v1/users/{id}/profile_image",
        "",
        USER,
    ),
    Operation::clerk(
        "UpdateUserMetadata",
        |to, id| {
            let body = UpdateUserMetadataRequest::new().with_public_metadata(map(r#"{"a":null,"b":{"c":null}}"#));
            probe(to.clerk.update_user_metadata(id).body(body))
        },
        "PATCH /v1/users/{id}/metadata",
        r#"{"public_metadata":{"a":null,"b":{"c":null}}}"#,
        USER,
    ),
    Operation::clerk(
        "GetOAuthAccessToken",
        |to, id| probe(to.clerk.get_oauth_access_token(id, id)),
        "GET /v1/users/{id}/oauth_access_tokens/{id}",
        "",
        r#"[{"object":"oauth_access_token","token":"ya29.x","provider":"oauth_google","public_metadata":{},"label":null,"scopes":["email","profile"]}]"#,
    ),
    Operation::clerk(
        "UsersGetOrganizationMemberships",
        |to, id| probe(to.clerk.users_get_organization_memberships(id).limit(500).offset(0)),
        "GET /v1/users/{id}/organization_memberships?limit=500&offset=0",
        "",
        MEMBERSHIPS,
    ),
    Operation::clerk(
        "VerifyPassword",
        |to, id| {
            probe(
                to.clerk
                    .verify_password(id)
                    .body(VerifyPasswordRequest::new("pass \"word\"\n")),
            )
        },
        "POST /v1/users/{id}/verify_password",
        r#"{"password":"pass \"word\"\n"}"#,
        r#"{"verified":true}"#,
    ),
    Operation::clerk(
        "VerifyTOTP",
        |to, id| probe(to.clerk.verify_totp(id).body(VerifyTotpRequest::new("123456"))),
        "POST /v1/users/{id}/verify_totp",
        r#"{"code":"123456"}"#,
        r#"{"verified":true,"code_type":"totp"}"#,
    ),
    Operation::clerk(
        "DisableMFA",
        |to, id| probe(to.clerk.disable_mfa(id)),
        "DELETE /v1/users/{id}/mfa",
        "",
        r#"{"user_id":"user_1"}"#,
    ),
];
