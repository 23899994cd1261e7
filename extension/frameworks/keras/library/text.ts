/**
 * `keras.preprocessing.text`, as models of text read it: how many words there are. Short Python of our own. `_are_told` says whether the
 * texts stand in the file; `_untold()` and `_table(rows, columns)` are given by data/text.ts. keras/src/legacy/preprocessing/text.py
 */
export const TEXT = /* python */ `
_FILTERS = '!"#$%&()*+,-./:;<=>?@[\\\\]^_\`{|}~\\t\\n'


def text_to_word_sequence(input_text, filters=_FILTERS, lower=True, split=' '):
    if not _are_told([input_text]):
        return _untold()
    if lower:
        input_text = input_text.lower()
    text = ''.join([split if each in filters else each for each in input_text])
    return [each for each in text.split(split) if each]


class Tokenizer:
    def __init__(self, num_words=None, filters=_FILTERS, lower=True, split=' ', char_level=False, oov_token=None,
                 analyzer=None, **kwargs):
        self.word_counts = {}
        self.word_docs = {}
        self.index_docs = {}
        self.filters = filters
        self.split = split
        self.lower = lower
        self.num_words = kwargs.get('nb_words', num_words)
        self.document_count = kwargs.get('document_count', 0)
        self.char_level = char_level
        self.oov_token = oov_token
        self.analyzer = analyzer
        self.word_index = {}
        self.index_word = {}

    def _words(self, text):
        if self.char_level or isinstance(text, list):
            return [each.lower() for each in text] if self.lower else text
        if self.analyzer is not None:
            return self.analyzer(text)
        return text_to_word_sequence(text, self.filters, self.lower, self.split)

    def fit_on_texts(self, texts):
        if not _are_told(texts):
            self.word_counts = self.word_docs = self.index_docs = self.document_count = _untold()
            self.word_index = self.index_word = _untold()
            return
        for text in texts:
            self.document_count += 1
            words = self._words(text)
            for word in words:
                self.word_counts[word] = self.word_counts.get(word, 0) + 1
            for word in set(words):
                self.word_docs[word] = self.word_docs.get(word, 0) + 1
        counts = sorted(self.word_counts.items(), key=lambda each: each[1], reverse=True)
        words = ([] if self.oov_token is None else [self.oov_token]) + [word for word, count in counts]
        self.word_index = dict(zip(words, range(1, len(words) + 1)))
        self.index_word = {index: word for word, index in self.word_index.items()}
        for word, count in self.word_docs.items():
            self.index_docs[self.word_index[word]] = count

    def fit_on_sequences(self, sequences):
        self.document_count = self.index_docs = _untold()

    def texts_to_sequences(self, texts):
        if not _are_told(texts) or not _are_told(list(self.word_index)):
            return _untold()
        unknown = self.word_index.get(self.oov_token)
        sequences = []
        for text in texts:
            indices = [self.word_index.get(word) for word in self._words(text)]
            indices = [unknown if each is None or self.num_words and each >= self.num_words else each for each in indices]
            sequences.append([each for each in indices if each is not None])
        return sequences

    def texts_to_sequences_generator(self, texts):
        return iter(self.texts_to_sequences(texts))

    def sequences_to_texts(self, sequences):
        return _untold()

    def texts_to_matrix(self, texts, mode='binary'):
        return self.sequences_to_matrix(texts, mode)

    def sequences_to_matrix(self, sequences, mode='binary'):
        return _table(sequences, self.num_words if self.num_words else len(self.word_index) + 1)

    def get_config(self):
        return _untold()

    def to_json(self, **kwargs):
        return _untold()
`;
