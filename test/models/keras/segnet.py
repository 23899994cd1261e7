"""SegNet's mirror: an encoder and a decoder written as two tables, VGG-like, in one Sequential with names."""
from keras.layers import Activation, BatchNormalization, Conv2D, InputLayer, MaxPooling2D, Permute, Reshape, UpSampling2D
from keras.models import Sequential

ENCODER = [(8, 2), (16, 2), (32, 3)]


def segnet(height, width, labels):
    model = Sequential(name="segnet")
    model.add(InputLayer(shape=(height, width, 3)))
    for stage, (filters, times) in enumerate(ENCODER, start=1):
        for i in range(1, times + 1):
            model.add(Conv2D(filters, (3, 3), padding="same", name=f"conv{stage}_{i}"))
            model.add(BatchNormalization(name=f"conv{stage}_{i}_bn"))
            model.add(Activation("relu"))
        model.add(MaxPooling2D((2, 2), strides=(2, 2)))
    for stage, (filters, times) in reversed(list(enumerate(ENCODER, start=1))):
        model.add(UpSampling2D((2, 2)))
        for i in range(times, 0, -1):
            wide = filters if i > 1 or stage == 1 else ENCODER[stage - 2][0]
            model.add(Conv2D(wide, (3, 3), padding="same", name=f"deconv{stage}_{i}"))
            model.add(BatchNormalization())
            model.add(Activation("relu"))
    model.add(Conv2D(labels, (1, 1), padding="valid"))
    model.add(Reshape((height * width, labels)))
    model.add(Permute((2, 1)))
    model.add(Permute((2, 1)))
    model.add(Activation("softmax"))
    return model


model = segnet(32, 64, 5)
