"""Writes sklearn.json: what scikit-learn computes for metrics, scalings and class weights.

    python3 -m venv venv && venv/bin/pip install scikit-learn
    venv/bin/python make_sklearn_fixtures.py > sklearn.json
"""

import json
import warnings

import numpy as np
import sklearn
from sklearn import metrics, preprocessing, utils

warnings.simplefilter("ignore")
random = np.random.default_rng(4)


def numbers(array):
    array = np.asarray(array, dtype=np.float64)
    return {"shape": list(array.shape), "data": array.ravel().tolist()}


def classification(samples, classes, absent):
    logits = random.normal(size=(samples, classes)) * 2
    actual = random.integers(0, classes, samples)
    actual[actual == absent] = 0
    logits[np.arange(samples), actual] += 1
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    if classes > 2:
        # A probability of 0, which is clipped; no two are equal.
        ranks = (np.arange(classes) - actual[0]) % classes
        probabilities[0] = ranks / ranks.sum()
    predicted = probabilities.argmax(axis=1)
    labels = list(range(classes))
    result = {
        "probabilities": numbers(probabilities),
        "classes": actual.tolist(),
        "accuracy": metrics.accuracy_score(actual, predicted),
        "top2": metrics.top_k_accuracy_score(actual, probabilities, k=2, labels=labels)
        if classes > 2 else 1.0,
        "confusion": numbers(metrics.confusion_matrix(actual, predicted, labels=labels)),
        "logLoss": metrics.log_loss(actual, probabilities, labels=labels),
        "balanced": numbers([
            len(actual) / (classes * n) if n else 0 for n in np.bincount(actual, minlength=classes)
        ]),
    }
    present = np.unique(actual)
    assert np.allclose(
        utils.compute_class_weight("balanced", classes=present, y=actual) * len(present) / classes,
        np.asarray(result["balanced"]["data"])[present])
    for average in ["macro", "weighted", None]:
        scores = metrics.precision_recall_fscore_support(actual, predicted, average=average)
        result[average or "each"] = numbers(np.stack(scores[:3]))
    return result


def regression(samples, outputs):
    targets = random.normal(size=(samples, outputs)) * 3 + 100
    values = targets + random.normal(size=(samples, outputs))
    return {
        "outputs": numbers(values),
        "targets": numbers(targets),
        "mse": metrics.mean_squared_error(targets, values),
        "mae": metrics.mean_absolute_error(targets, values),
        "r2": metrics.r2_score(targets, values),
    }


def scaling(samples, features):
    x = random.normal(size=(samples, features)) * 10.0 ** np.arange(-2, features - 2) + 5
    rows = sorted(random.permutation(samples)[: samples * 2 // 3].tolist())
    return {
        "x": numbers(x),
        "rows": rows,
        "standard": numbers(preprocessing.StandardScaler().fit(x[rows]).transform(x)),
        "minMax": numbers(
            preprocessing.MinMaxScaler(feature_range=(-1, 1)).fit(x[rows]).transform(x)),
    }


print(json.dumps({
    "version": sklearn.__version__,
    "classification": [
        classification(40, 3, -1), classification(57, 5, 3), classification(30, 2, -1)],
    "regression": [regression(25, 1), regression(40, 3)],
    "scaling": scaling(30, 5),
}))
