from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential

# Alone the layer takes it, as the first of a Sequential it does not.
alone = Dense(3, input_shape=(4))
model = Sequential([Dense(32, activation="relu", input_shape=(784)), Dense(10)])  # expect: bad-argument `784`
