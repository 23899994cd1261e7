"""How many words a Tokenizer knows: counted where the texts stand in the file, replaced by a vocabulary of one's own."""

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers, models

Tokenizer = tf.keras.preprocessing.text.Tokenizer
texts = ["The cat sat on the mat.", "A dog\tate; my homework\n", "the dog!"]

words = Tokenizer(num_words=6, oov_token="<OOV>")
words.fit_on_texts(texts)
sequences = words.texts_to_sequences(texts)
count = len(words.word_index)
longest = max(len(each) for each in sequences)
of_words = models.Sequential(
    [layers.Input((longest,)), layers.Embedding(count + 1, sum(sequences[0])), layers.Flatten(), layers.Dense(1)]
)

bags = words.texts_to_matrix(texts, mode="count")
of_bags = models.Sequential([layers.Input(bags.shape[1:]), layers.Dense(len(bags))])

letters = Tokenizer(num_words=None, char_level=True, oov_token="UNK")
letters.fit_on_texts(texts)
of_letters = models.Sequential([layers.Input((20,)), layers.Embedding(len(letters.word_index) + 1, 4)])

alphabet = {letter: place + 1 for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
letters.word_index = alphabet.copy()
letters.word_index[letters.oov_token] = max(alphabet.values()) + 1
size = len(letters.word_index)
start = [np.zeros(size)]
for letter, place in letters.word_index.items():
    one_hot = np.zeros(size)
    one_hot[place - 1] = 1
    start.append(one_hot)
start = np.array(start)
of_alphabet = models.Sequential(
    [layers.Input((40,)), layers.Embedding(size + 1, size, weights=[start]), layers.Conv1D(*start.shape)]
)
