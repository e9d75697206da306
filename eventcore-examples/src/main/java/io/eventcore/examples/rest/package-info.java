/** Bank accounts over HTTP: how commands, rejections, overload and read models look to a client. */
@NullMarked
package io.eventcore.examples.rest;

import org.jspecify.annotations.NullMarked;
