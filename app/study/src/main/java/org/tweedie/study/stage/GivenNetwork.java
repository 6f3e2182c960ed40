package org.tweedie.study.stage;

/**
 * The network of a run that was trained before, for all trials of a study.
 *
 * @param key a hash of its config and its weights
 * @param step steps that it was trained
 */
public record GivenNetwork(String key, long step) {}
