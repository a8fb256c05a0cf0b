//! Four calls of the client of a large document, which is that of bunq.com. `main.rs` has the client of a small one.

use build_oaspen::pets::{Client, Error, models};

const AGENT: &str = "bench";
const TOKEN: &str = "token";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = Client::builder().base_url("http://127.0.0.1:9").build()?;
    let statements = client.customer_statement();
    let new = models::ExportStatement::new("2026-01-01", "2026-02-01", "PDF");
    let created = statements
        .create_customer_statement_for_user_monetary_account(1, 2, AGENT, TOKEN, new)
        .await?;
    let id = created.id.and_then(|id| id.id).unwrap_or_default();
    let list = statements
        .list_all_customer_statement_for_user_monetary_account(1, 2, AGENT, TOKEN)
        .await?;
    for statement in list {
        println!("{:?} {:?}", statement.id, statement.status);
    }
    let read = statements
        .read_customer_statement_for_user_monetary_account(1, 2, id, AGENT, TOKEN)
        .await?;
    println!("{:?}", read.status);
    statements
        .delete_customer_statement_for_user_monetary_account(1, 2, id, AGENT, TOKEN)
        .await?;
    Ok(())
}
