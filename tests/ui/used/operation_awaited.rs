use graph_endpoint::Operation;

pub async fn end(operation: Operation) {
    let _ = operation.await;
}

fn main() {}
