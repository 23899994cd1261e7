"""Training by one's own hand: its rounds are not run one by one, and what stands behind it is there."""

import keras
import tensorflow as tf

network = keras.Sequential([keras.Input((6,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(5)])
critic = keras.Sequential([keras.Input((5,)), keras.layers.Dense(1)])
optimizer = keras.optimizers.SGD(0.01)


def step(batch):
    with tf.GradientTape() as tape, tf.GradientTape(persistent=True) as other:
        made = network(batch, training=True)
        loss = tf.reduce_mean(critic(made))
    gradients = tape.gradient(loss, network.trainable_variables)
    optimizer.apply_gradients(zip(gradients, network.trainable_variables))
    for variable, gradient in zip(critic.trainable_variables, other.gradient(loss, critic.trainable_variables)):
        variable.assign_sub(0.01 * gradient)
    return loss


for epoch in range(3):
    for start in range(0, 4000, 40):
        loss = step(tf.ones((2, 6)))
        if start % 2000 == 0:
            print(epoch, float(loss))

# Gradients have the shapes of what they belong to.
with tf.GradientTape() as tape:
    batch = tf.ones((2, 6))
    tape.watch(batch)
    result = tf.reduce_sum(network(batch))
saliency = tape.gradient(result, batch)
best, places = tf.math.top_k(network(batch), k=3)
named = tf.math.top_k(network(batch), k=4).indices
smaller = tf.image.resize(tf.zeros((1, 8, 8, 3)), (4, 4), method=tf.image.ResizeMethod.NEAREST_NEIGHBOR)

sizes = keras.Sequential(
    [
        keras.Input((3,)),
        keras.layers.Dense(saliency.shape[1]),
        keras.layers.Dense(places.shape[-1]),
        keras.layers.Dense(named.shape[-1]),
        keras.layers.Dense(smaller.shape[1]),
    ]
)
