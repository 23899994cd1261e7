"""Sequence models: masking, bidirectional layers, states handed from an encoder to a decoder, TimeDistributed heads."""
from keras.layers import (GRU, LSTM, Bidirectional, Conv1D, Dense, Dropout, Embedding, Input, MaxPooling1D, RepeatVector,
                          SpatialDropout1D, TimeDistributed)
from keras.models import Model, Sequential

tokens, latent, length = 40, 12, 20

encoder_inputs = Input(shape=(None, tokens))
encoder_outputs, state_h, state_c = LSTM(latent, return_state=True)(encoder_inputs)
decoder_inputs = Input(shape=(None, tokens))
decoder_outputs, _, _ = LSTM(latent, return_sequences=True, return_state=True)(decoder_inputs, initial_state=[state_h, state_c])
decoder_outputs = Dense(tokens, activation="softmax")(decoder_outputs)
translate = Model([encoder_inputs, decoder_inputs], decoder_outputs, name="translate")

tagger = Sequential([
    Input((length,)),
    Embedding(tokens, 8),
    SpatialDropout1D(0.2),
    Conv1D(16, 5, padding="causal", activation="relu"),
    Bidirectional(LSTM(6, return_sequences=True, dropout=0.1)),
    Bidirectional(GRU(5, return_sequences=True, reset_after=False), merge_mode="sum"),
    TimeDistributed(Dense(7, activation="softmax")),
], name="tagger")

autoencoder = Sequential(name="autoencoder")
autoencoder.add(Input((length, 3)))
autoencoder.add(Conv1D(8, 3, strides=2, padding="same"))
autoencoder.add(MaxPooling1D(2))
autoencoder.add(LSTM(4))
autoencoder.add(RepeatVector(length))
autoencoder.add(LSTM(4, return_sequences=True))
autoencoder.add(Dropout(0.3))
autoencoder.add(TimeDistributed(Dense(3)))
