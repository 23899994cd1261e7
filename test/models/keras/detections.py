"""Boxes after suppression: as many for each picture as are asked for."""
import tensorflow as tf
from tensorflow import keras


class Decode(keras.layers.Layer):
    def __init__(self, most=100, per_class=20, **kwargs):
        super().__init__(**kwargs)
        self.most = most
        self.per_class = per_class

    def call(self, boxes, scores):
        found = tf.image.combined_non_max_suppression(
            tf.expand_dims(boxes, axis=2), tf.nn.sigmoid(scores), self.per_class, self.most, 0.5, 0.05, clip_boxes=False
        )
        return found.nmsed_boxes, found.nmsed_scores, found.nmsed_classes, found.valid_detections


boxes = keras.Input((None, 4))
scores = keras.Input((None, 3))
model = keras.Model([boxes, scores], Decode()(boxes, scores))
