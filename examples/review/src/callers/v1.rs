//! For version 1.

use crate::v1::models::{ListBreadsSort, NewOrder, OrderState, SoldOut};
use crate::v1::{Client, Error};

/// The client, with the credentials of the bakery.
pub fn client(key: &str) -> Result<Client, Error> {
    Client::builder().api_key("key", key).build()
}

/// Prints what is for sale, the cheapest first.
pub async fn print_breads(client: &Client) -> Result<(), Error> {
    for bread in client.breads().list_breads().sort(ListBreadsSort::Price).await? {
        println!("{:20} {:>6} cents", bread.name, bread.price);
    }
    Ok(())
}

/// Orders bread. Returns the id of the order; `None` if there is not enough.
pub async fn order(client: &Client, bread: &str, count: i32) -> Result<Option<String>, Error> {
    match client.orders().create_order(NewOrder::new(bread, count)).await {
        Ok(order) => {
            println!("{} {}", order.total, order.currency.unwrap_or_default());
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
pub async fn finish(client: &Client, id: &str) -> Result<(), Error> {
    match client.orders().get_order(id).await?.state {
        OrderState::Ready => println!("{}", client.orders().get_receipt(id).await?),
        _ => client.orders().cancel_order(id).await?,
    }
    Ok(())
}
