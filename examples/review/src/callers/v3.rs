//! For version 3.

use oaspen_client::Timestamp;

use crate::v3::models::{ListBreadsSort, NewOrder, OrderState, OutOfStock};
use crate::v3::{Client, Error};

/// The client, with the credentials of the bakery.
pub fn client(token: &str) -> Result<Client, Error> {
    Client::builder().bearer_token(token).build()
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
            Some(OutOfStock { left, .. }) => {
                println!("only {left} left");
                Ok(None)
            }
            None => Err(error.into()),
        },
    }
}

/// Cancels the order if it is not ready.
pub async fn finish(client: &Client, id: &str) -> Result<(), Error> {
    match client.orders().get_order(id).await?.state {
        OrderState::Ready | OrderState::Collected => {}
        _ => drop(client.orders().cancel_order(id).await?),
    }
    Ok(())
}
