"""A discriminator that is frozen and thawed in a training loop: however many rounds there are, it ends as one round leaves it."""

import numpy as np
from keras import Input, Model, Sequential, layers


def thaw(model, is_trainable):
    model.trainable = is_trainable
    for layer in model.layers:
        layer.trainable = is_trainable


generator = Sequential([Input((3,)), layers.Dense(4, name="widen")])
discriminator = Sequential([Input((4,)), layers.Dense(2, name="narrow"), layers.BatchNormalization(), layers.Dense(1)])
discriminator.compile(loss="mse", optimizer="sgd")
noise = Input((3,))
discriminator.trainable = False
combined = Model(noise, discriminator(generator(noise)))
combined.compile(loss="mse", optimizer="sgd")

steps = 0
for epoch in range(7):
    for batch in np.zeros((7, 8, 3)):
        discriminator.trainable = True
        discriminator.train_on_batch(np.zeros((8, 4)), np.ones((8, 1)))
        discriminator.trainable = False
        combined.train_on_batch(batch, np.ones((8, 1)))
        steps += 1


def train(rounds):
    for epoch in range(rounds):
        thaw(judge, False)
        judge.train_on_batch(np.zeros((8, 4)), np.ones((8, 1)))
        thaw(judge, True)
    return Sequential([Input((rounds,)), layers.Dense(3, name="after")])


judge = Sequential([Input((4,)), layers.Dense(2, name="other"), layers.Dense(1)])
judge.compile(loss="mse", optimizer="sgd")
judge.layers[0].trainable = False
after_training = train(40)
