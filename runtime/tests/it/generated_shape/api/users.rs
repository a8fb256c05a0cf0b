use super::super::models::{ClerkErrors, UpdateUserRequest, User, UserStatus};
use oaspen_client::{Call, Client, JsonMap, QueryStyle, list};

/// Users of the instance.
#[derive(Clone, Debug)]
pub struct Users {
    client: Client,
}

impl Users {
    pub(in super::super) fn new(client: Client) -> Self {
        Self { client }
    }

    /// List users
    ///
    /// `GET /users`
    pub fn get_user_list(&self) -> GetUserList {
        GetUserList(Call::new(&self.client, &GET_USER_LIST))
    }

    /// Get a user
    ///
    /// `GET /users/{user_id}`
    pub fn get_user(&self, user_id: impl Into<String>) -> GetUser {
        GetUser(Call::new(&self.client, &GET_USER).path("user_id", user_id.into()))
    }

    /// Update a user
    ///
    /// `PATCH /users/{user_id}`
    pub fn update_user(&self, user_id: impl Into<String>, body: UpdateUserRequest) -> UpdateUser {
        UpdateUser(
            Call::new(&self.client, &UPDATE_USER)
                .path("user_id", user_id.into())
                .json(&body),
        )
    }

    /// Delete a user
    ///
    /// `DELETE /users/{user_id}`
    pub fn delete_user(&self, user_id: impl Into<String>) -> DeleteUser {
        DeleteUser(Call::new(&self.client, &DELETE_USER).path("user_id", user_id.into()))
    }

    /// Ban a user
    ///
    /// `POST /users/{user_id}/ban`
    pub fn ban_user(&self, user_id: impl Into<String>) -> BanUser {
        BanUser(Call::new(&self.client, &BAN_USER).path("user_id", user_id.into()))
    }

    /// Replace an identity
    ///
    /// `PUT /users/{user_id}/identities/{target}`
    pub fn replace_identity(&self, user_id: impl Into<String>, target: impl Into<String>) -> ReplaceIdentity {
        ReplaceIdentity(
            Call::new(&self.client, &REPLACE_IDENTITY)
                .path("user_id", user_id.into())
                .path("target", target.into()),
        )
    }

    /// Who am I
    ///
    /// `GET /me`
    pub fn whoami(&self) -> Whoami {
        Whoami(Call::new(&self.client, &WHOAMI))
    }
}

/// The call of [`Users::get_user_list`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct GetUserList(Call);

impl GetUserList {
    /// Most results to return, 1 to 500.
    pub fn limit(self, limit: i64) -> Self {
        Self(self.0.query("limit", limit))
    }

    /// Only these users.
    pub fn user_id<I: IntoIterator>(self, user_id: I) -> Self
    where
        I::Item: Into<String>,
    {
        Self(self.0.query("user_id", list(user_id)))
    }

    /// Order.
    pub fn order_by(self, order_by: impl Into<String>) -> Self {
        Self(self.0.query("order_by", order_by.into()))
    }

    /// Only users of this status.
    pub fn status(self, status: UserStatus) -> Self {
        Self(self.0.query("status", status))
    }

    /// Search parameters.
    pub fn search_params(self, search_params: JsonMap) -> Self {
        Self(self.0.query("search_params", search_params))
    }

    /// Filter.
    pub fn filter(self, filter: JsonMap) -> Self {
        Self(self.0.query_styled("filter", QueryStyle::DeepObject, filter))
    }

    /// As JSON.
    pub fn where_(self, where_: JsonMap) -> Self {
        Self(self.0.query_json("where", &where_))
    }

    /// A reserved value.
    pub fn next(self, next: impl Into<String>) -> Self {
        Self(
            self.0
                .query_reserved("next", QueryStyle::Form { explode: true }, next.into()),
        )
    }

    /// Version to read.
    pub fn x_version(self, x_version: impl Into<String>) -> Self {
        Self(self.0.header_param("X-Version", x_version.into()))
    }

    /// A cookie.
    pub fn theme(self, theme: impl Into<String>) -> Self {
        Self(self.0.cookie("theme", theme.into()))
    }
}

oaspen_client::operation! {
    GetUserList as GET_USER_LIST {
        id: "GetUserList",
        GET: "/users",
        security: [["bearerAuth"]],
        accept: "application/json",
        success Vec<User> {
            "200": json,
        }
        error ClerkErrors {
            "400": json,
            "401": json,
            "422": json,
        }
    }
}

/// The call of [`Users::get_user`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct GetUser(Call);

oaspen_client::operation! {
    GetUser as GET_USER {
        id: "GetUser",
        GET: "/users/{user_id}",
        security: [["bearerAuth"]],
        accept: "application/json",
        success User {
            "200": json,
        }
        error ClerkErrors {
            "4XX": json,
        }
    }
}

/// The call of [`Users::update_user`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct UpdateUser(Call);

/// Error of [`Users::update_user`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum UpdateUserError {
    /// 400
    BadRequest,
    /// 422
    UnprocessableEntity(ClerkErrors),
    /// Any other
    Default(String),
}

oaspen_client::operation! {
    UpdateUser as UPDATE_USER {
        id: "UpdateUser",
        PATCH: "/users/{user_id}",
        security: [["bearerAuth"]],
        accept: "application/json",
        success User {
            "200": json,
        }
        error UpdateUserError {
            "400": empty => BadRequest,
            "422": json => UnprocessableEntity,
            "default": text => Default,
        }
    }
}

/// The call of [`Users::delete_user`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct DeleteUser(Call);

oaspen_client::operation! {
    DeleteUser as DELETE_USER {
        id: "DeleteUser",
        DELETE: "/users/{user_id}",
        security: [["bearerAuth"]],
        accept: "",
        success () {
            "204": empty,
        }
        error () {
            "401": empty,
            "404": empty,
        }
    }
}

/// The call of [`Users::ban_user`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct BanUser(Call);

oaspen_client::operation! {
    BanUser as BAN_USER {
        id: "BanUser",
        POST: "/users/{user_id}/ban",
        security: [],
        accept: "",
        success () {
        }
        error () {
        }
    }
}

/// The call of [`Users::replace_identity`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct ReplaceIdentity(Call);

/// Response of [`Users::replace_identity`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ReplaceIdentityOutput {
    /// 200
    Ok(JsonMap),
    /// 201
    Created,
}

oaspen_client::operation! {
    ReplaceIdentity as REPLACE_IDENTITY {
        id: "ReplaceIdentity",
        PUT: "/users/{user_id}/identities/{target}",
        security: [["bearerAuth"]],
        accept: "application/json",
        success ReplaceIdentityOutput {
            "200": json => Ok,
            "201": empty => Created,
        }
        error () {
            "404": empty,
        }
    }
}

/// The call of [`Users::whoami`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Whoami(Call);

oaspen_client::operation! {
    Whoami as WHOAMI {
        id: "Whoami",
        GET: "/me",
        security: [["headerKey", "queryKey"], ["cookieKey"], []],
        accept: "text/plain",
        success String {
            "2XX": text,
        }
        error () {
        }
    }
}
