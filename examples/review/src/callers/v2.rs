//! For version 2.

use oaspen_client::Timestamp;

use crate::v2::models::{ListBreadsSort, NewOrder, OrderState, SoldOut};
use crate::v2::{Client, Error};

/// The client, with the credentials of the bakery.
pub fn client(key: &str) -> Result<Client, Error> {
    Client::builder().api_key("key", key).build()
}

/// Prints what is for sale, the cheapest first.
pub async fn print_breads(client: &Client) -> Result<(), Error> {
    for bread in client.breads().list_breads().sort(ListBreadsSort::Price).await? {
        println!("{:20} {:>6} {}", bread.name, bread.price.amount, bread.price.currency);
    }
    Ok(())
}

/// Orders bread for a time. Returns the id of the order; `None` if there is not enough.
pub async fn order(client: &Client, bread: &str, count: i32, pickup: Timestamp) -> Result<Option<String>, Error> {
    match client.orders().create_order(NewOrder::new(bread, count, pickup)).await {
        Ok(order) => {
            println!("{} {}", order.total.amount, order.total.currency);
            Ok(Some(order.id))
        }
        Err(error) => match error.error_body() {
            Some(SoldOut { left, .. }) => {
                println!("only {left} left");
                Ok(None)
            }
            None => Err(error.into()),
        },
    }
}

/// Prints the receipt if the order is ready, and cancels it otherwise.
#[allow(deprecated, reason = "there is no other way to get a receipt yet")]
pub async fn finish(client: &Client, id: &str) -> Result<(), Error> {
    match client.orders().get_order(id).await?.state {
        OrderState::Ready => println!("{}", client.orders().get_receipt(id).await?),
        OrderState::Collected => {}
        _ => client.orders().cancel_order(id).await?,
    }
    Ok(())
}
