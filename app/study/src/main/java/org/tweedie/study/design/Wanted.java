package org.tweedie.study.design;

import org.tweedie.engine.problem.Location;

/**
 * A metric that a study wants to be compared by.
 *
 * @param key of its readings
 * @param location where it is wanted
 * @param path of the section that wants it
 */
public record Wanted(String key, Location location, String path) {}
