package org.hotcut.core.state.ban;

import static org.hotcut.core.api.ban.Admission.ADMITTED;
import static org.hotcut.core.api.ban.Admission.REFUSED;
import static org.hotcut.core.api.ban.Admission.SLOWED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.ban.Ban;
import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.state.ManualClock;
import org.hotcut.core.state.StateFolder;
import org.hotcut.core.state.Tickers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BanTableTest {
    private static final String STRANGER = "192.0.2.1";
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;

    @TempDir
    private Path data;
    private final ManualClock clock = new ManualClock();
    private final TrustedLines trusted = new TrustedLines(trustedConfig());
    private final Tickers tickers = new Tickers();
    private final List<String> log = new ArrayList<>();
    private final Map<String, Object> settings = new HashMap<>();

    @AfterEach
    void stopTheClockwork() {
        tickers.stop();
    }

    @Test
    void whoDidNothingIsAdmitted() {
        BanTable bans = start();
        bans.report(Protocol.UDP, at(STRANGER, 5060), Offence.GARBAGE, "x");
        assertEquals(ADMITTED, bans.admit(Protocol.UDP, at("192.0.2.2", 5060)));
        assertEquals(ADMITTED, bans.admit(Protocol.UDP, at(STRANGER, 5060)), "one is no reason");
    }

    @Test
    void whoGuessesPasswordsIsSlowedAndThenBanned() {
        BanTable bans = start();
        offend(bans, Protocol.TLS, at(STRANGER, 40_000), Offence.WRONG_PASSWORD, 10);
        assertEquals(SLOWED, bans.admit(Protocol.TLS, at(STRANGER, 40_000)));
        offend(bans, Protocol.TLS, at(STRANGER, 40_000), Offence.WRONG_PASSWORD, 20);
        assertEquals(REFUSED, bans.admit(Protocol.TLS, at(STRANGER, 40_000)));
        assertEquals(REFUSED, bans.admit(Protocol.UDP, at(STRANGER, 5060)), "a connection's sender is certain: all that comes from there is refused");
        clock.pass(5 * MINUTE);
        assertEquals(ADMITTED, bans.admit(Protocol.TLS, at(STRANGER, 40_000)));
    }

    @Test
    void ofDatagramsASlowedSourceHasFiveASecond() {
        BanTable bans = start();
        offend(bans, Protocol.UDP, at(STRANGER, 5060), Offence.GARBAGE, 30);
        for (int second = 0; second < 2; second++) {
            for (int i = 0; i < 5; i++) {
                assertEquals(ADMITTED, bans.admit(Protocol.UDP, at(STRANGER, 5060 + i)));
            }
            assertEquals(REFUSED, bans.admit(Protocol.UDP, at(STRANGER, 5060)));
            clock.pass(SECOND);
        }
    }

    @Test
    void slowingEndsWhenTheScoreHasLeakedAway() {
        BanTable bans = start();
        offend(bans, Protocol.TCP, at(STRANGER, 5060), Offence.WRONG_PASSWORD, 13);
        clock.pass(59 * SECOND);
        assertEquals(SLOWED, bans.admit(Protocol.TCP, at(STRANGER, 5060)));
        clock.pass(3 * SECOND);
        assertEquals(ADMITTED, bans.admit(Protocol.TCP, at(STRANGER, 5060)));
        assertEquals(List.of(), bans.list());
    }

    @Test
    void aPhoneWithAnOldPasswordIsNeverBanned() {
        BanTable bans = start();
        for (int minute = 0; minute < 24 * 60; minute++) {
            offend(bans, Protocol.UDP, at(STRANGER, 5060), Offence.CHALLENGED, 2);
            offend(bans, Protocol.UDP, at(STRANGER, 5060), Offence.WRONG_PASSWORD, 2);
            assertEquals(ADMITTED, bans.admit(Protocol.UDP, at(STRANGER, 5060)));
            clock.pass(MINUTE);
        }
    }

    @Test
    void eachBanIsLongerThanTheOneBeforeUpToADay() {
        BanTable bans = start();
        for (long minutes : new long[] {5, 20, 80, 320, 1280, 1440, 1440}) {
            offend(bans, Protocol.UDP, at(STRANGER, 5060), Offence.GARBAGE, 60);
            assertEquals(minutes * MINUTE, only(bans).until() - clock.getAsLong());
            clock.pass(minutes * MINUTE);
            assertEquals(List.of(), bans.list());
        }
        clock.pass(Duration.ofDays(1).toMillis() + 1);
        bans.tick();
        offend(bans, Protocol.UDP, at(STRANGER, 5060), Offence.GARBAGE, 60);
        assertEquals(5 * MINUTE, only(bans).until() - clock.getAsLong(), "after a day nothing is remembered");
        assertEquals(1, only(bans).times());
    }

    @Test
    void forgedDatagramsCloseNobodysConnections() {
        BanTable bans = start();
        offend(bans, Protocol.UDP, at(STRANGER, 5060), Offence.GARBAGE, 1_000);
        assertEquals(REFUSED, bans.admit(Protocol.UDP, at(STRANGER, 5060)));
        assertEquals(ADMITTED, bans.admit(Protocol.TLS, at(STRANGER, 5060)));
        assertTrue(only(bans).datagramOnly());
    }

    @Test
    void anOfficeDoesNotLoseItsPhonesToOneOfThem() {
        BanTable bans = start();
        bans.proven(flow(Protocol.UDP, STRANGER, 1));
        bans.proven(flow(Protocol.TLS, STRANGER, 2));
        offend(bans, Protocol.UDP, at(STRANGER, 3), Offence.WRONG_PASSWORD, 70);
        offend(bans, Protocol.TLS, at(STRANGER, 4), Offence.WRONG_PASSWORD, 79);
        assertFalse(only(bans, false).banned(), "its offences weigh a fifth");
        offend(bans, Protocol.TLS, at(STRANGER, 4), Offence.WRONG_PASSWORD, 71);
        assertEquals(REFUSED, bans.admit(Protocol.UDP, at(STRANGER, 3)));
        assertEquals(REFUSED, bans.admit(Protocol.TLS, at(STRANGER, 4)));
        assertEquals(ADMITTED, bans.admit(Protocol.UDP, at(STRANGER, 1)));
        assertEquals(ADMITTED, bans.admit(Protocol.TLS, at(STRANGER, 2)));
    }

    @Test
    void theBanOfAnOfficeDoesNotGrow() {
        BanTable bans = start();
        for (int i = 0; i < 3; i++) {
            bans.proven(flow(Protocol.TLS, STRANGER, 2));
            offend(bans, Protocol.TLS, at(STRANGER, 4), Offence.WRONG_PASSWORD, 160);
            assertEquals(5 * MINUTE, only(bans).until() - clock.getAsLong());
            clock.pass(20 * MINUTE);
        }
    }

    @Test
    void oneProofIsNoLicenceToGuess() {
        BanTable bans = start();
        bans.proven(flow(Protocol.TLS, STRANGER, 2));
        for (int i = 0; i < 160; i++) {
            bans.proven(flow(Protocol.TLS, STRANGER, 2));
            offend(bans, Protocol.TLS, at(STRANGER, 2), Offence.WRONG_PASSWORD, 1);
        }
        assertEquals(REFUSED, bans.admit(Protocol.TLS, at(STRANGER, 2)), "the line that offends is not spared");
    }

    @Test
    void whoHasAPasswordHimselfDoesNotWashOffByItWhatHeGuessesOfOthers() {
        BanTable bans = start();
        for (int guess = 0; guess < 160; guess++) {
            offend(bans, Protocol.TLS, at(STRANGER, 10_000 + guess), Offence.WRONG_PASSWORD, 1);
            for (int i = 0; i < 200; i++) {
                bans.proven(flow(Protocol.TLS, STRANGER, 2));
            }
        }
        assertEquals(REFUSED, bans.admit(Protocol.TLS, at(STRANGER, 3)));
    }

    @Test
    void manyWhoAnswerTheirChallengesAreNoFlood() {
        BanTable bans = start();
        for (int i = 0; i < 10_000; i++) {
            bans.report(Protocol.UDP, at(STRANGER, i), Offence.CHALLENGED, null);
            if (i >= 500) {
                bans.proven(flow(Protocol.UDP, STRANGER, i - 500));
            }
        }
        assertEquals(List.of(), bans.list());
        assertEquals(List.of(), log);
    }

    @Test
    void manyWhoNeverAnswerAre() {
        BanTable bans = start();
        offend(bans, Protocol.UDP, at(STRANGER, 5060), Offence.CHALLENGED, 3_001);
        assertEquals(REFUSED, bans.admit(Protocol.UDP, at(STRANGER, 5060)));
    }

    @Test
    void aNetworkOfIpv6IsOneSource() {
        BanTable bans = start();
        for (int i = 0; i < 60; i++) {
            bans.report(Protocol.UDP, at("2001:db8::" + Integer.toHexString(i + 1), 5060), Offence.GARBAGE, null);
        }
        assertEquals(REFUSED, bans.admit(Protocol.UDP, at("2001:db8:0:0:1:2:3:4", 5060)));
        assertEquals(ADMITTED, bans.admit(Protocol.UDP, at("2001:db8:0:1::1", 5060)));
        assertEquals(ADMITTED, bans.admit(Protocol.UDP, at("fe80::1", 5060)));
    }

    @Test
    void anIpv4AddressThatASocketOfBothFamiliesShowsIsItself() throws Exception {
        BanTable bans = start();
        bans.proven(flow(Protocol.UDP, STRANGER, 1));
        offend(bans, Protocol.UDP, at(STRANGER, 2), Offence.GARBAGE, 400);
        InetAddress mapped = Inet6Address.getByAddress(null, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 1}, -1);
        assertEquals(REFUSED, bans.admit(Protocol.UDP, new InetSocketAddress(mapped, 2)));
        assertEquals(ADMITTED, bans.admit(Protocol.UDP, new InetSocketAddress(mapped, 1)));
    }

    @Test
    void whoIsWhitelistedMayDoWhatHeLikes() {
        settings.put("whitelist", new String[] {"192.0.2.0/25, 2001:db8::5", "rubbish", "::/129"});
        BanTable bans = start();
        for (String address : List.of("192.0.2.127", "2001:db8::5")) {
            offend(bans, Protocol.TLS, at(address, 1), Offence.GARBAGE, 1_000);
            assertEquals(ADMITTED, bans.admit(Protocol.TLS, at(address, 1)));
        }
        offend(bans, Protocol.TLS, at("192.0.2.128", 1), Offence.GARBAGE, 1_000);
        assertEquals(REFUSED, bans.admit(Protocol.TLS, at("192.0.2.128", 1)));
        offend(bans, Protocol.TLS, at("2001:db8::6", 1), Offence.GARBAGE, 1_000);
        assertEquals(REFUSED, bans.admit(Protocol.TLS, at("2001:db8::6", 1)));
        assertEquals(ADMITTED, bans.admit(Protocol.TLS, at("2001:db8::5", 1)), "a neighbour of his /64 was it");
    }

    @Test
    void loopbackIsWhitelistedUnlessConfiguredOtherwise() {
        BanTable bans = start();
        for (String address : List.of("127.0.0.1", "127.1.2.3", "::1")) {
            offend(bans, Protocol.TLS, at(address, 1), Offence.GARBAGE, 1_000);
            assertEquals(ADMITTED, bans.admit(Protocol.TLS, at(address, 1)));
        }
    }

    @Test
    void aNewWhitelistEndsTheBansOfThoseInIt() {
        BanTable bans = start();
        offend(bans, Protocol.TLS, at(STRANGER, 1), Offence.GARBAGE, 100);
        settings.put("whitelist", new String[] {STRANGER});
        bans.modified(config());
        assertEquals(List.of(), bans.list());
        assertEquals(ADMITTED, bans.admit(Protocol.TLS, at(STRANGER, 1)));
    }

    @Test
    void anAdminBansAnybodyAndEverythingOfHim() throws Exception {
        BanTable bans = start();
        bans.proven(flow(Protocol.TLS, STRANGER, 1));
        bans.ban(InetAddress.getByName(STRANGER), Duration.ofMinutes(3), "rude\nfellow");
        bans.ban(InetAddress.getByName("127.0.0.1"), Duration.ofMinutes(4), "tries");
        for (Protocol protocol : List.of(Protocol.UDP, Protocol.TLS)) {
            assertEquals(REFUSED, bans.admit(protocol, at(STRANGER, 1)));
            assertEquals(REFUSED, bans.admit(protocol, at("127.0.0.1", 1)));
        }
        assertEquals(List.of("tries", "rude?fellow"), bans.list().stream().map(Ban::reason).toList());
        assertTrue(bans.unban(InetAddress.getByName(STRANGER)));
        assertFalse(bans.unban(InetAddress.getByName(STRANGER)));
        assertEquals(ADMITTED, bans.admit(Protocol.UDP, at(STRANGER, 1)));
        clock.pass(4 * MINUTE);
        assertEquals(ADMITTED, bans.admit(Protocol.UDP, at("127.0.0.1", 1)));
    }

    @Test
    void bansAndTheirNumberSurviveAStopAndACrash() {
        BanTable first = start();
        offend(first, Protocol.UDP, at(STRANGER, 1), Offence.WRONG_PASSWORD, 30);
        offend(first, Protocol.TLS, at("2001:db8::1", 1), Offence.GARBAGE, 60);
        List<Ban> before = first.list();
        first.tick();
        BanTable afterCrash = start();
        assertEquals(before, afterCrash.list());
        clock.pass(6 * MINUTE);
        afterCrash.stop();
        BanTable afterStop = start();
        assertEquals(ADMITTED, afterStop.admit(Protocol.UDP, at(STRANGER, 1)));
        offend(afterStop, Protocol.UDP, at(STRANGER, 1), Offence.WRONG_PASSWORD, 30);
        assertEquals(20 * MINUTE, only(afterStop).until() - clock.getAsLong());
        assertEquals(2, only(afterStop).times());
    }

    @Test
    void aDamagedFileIsSetAside() throws Exception {
        BanTable first = start();
        offend(first, Protocol.UDP, at(STRANGER, 1), Offence.WRONG_PASSWORD, 30);
        first.stop();
        Path file = data.resolve("state/bans");
        Files.writeString(file, Files.readString(file).replace("192", "193"), StandardCharsets.UTF_8);
        assertEquals(List.of(), start().list());
        assertTrue(Files.exists(data.resolve("state/bans.damaged")));
    }

    @Test
    void inAFloodOfSourcesThoseWhoMatterMostAreRemembered() throws Exception {
        settings.put("sources", 1_000);
        BanTable bans = start();
        bans.ban(InetAddress.getByName("198.51.100.1"), Duration.ofSeconds(10), "by hand");
        offend(bans, Protocol.UDP, at(STRANGER, 1), Offence.WRONG_PASSWORD, 30);
        for (int i = 0; i < 20_000; i++) {
            offend(bans, Protocol.UDP, at("10.1." + i / 250 + "." + i % 250, 1), Offence.GARBAGE, 20);
            if (i % 1_000 == 0) {
                bans.tick();
            }
        }
        bans.tick();
        assertTrue(bans.list().size() <= 1_000, "there are " + bans.list().size());
        assertEquals(REFUSED, bans.admit(Protocol.UDP, at(STRANGER, 1)));
        assertEquals(REFUSED, bans.admit(Protocol.UDP, at("198.51.100.1", 1)));
    }

    @Test
    void refusalsAreLoggedFiveTimesAMinuteForEachSource() {
        BanTable bans = start();
        for (int i = 0; i < 40; i++) {
            bans.report(Protocol.UDP, at("127.0.0.1", 5060), Offence.SCAN, "number " + i + "\u001b[31m\r\n");
        }
        bans.report(Protocol.TLS, at("2001:db8::1", 5061), Offence.WRONG_PASSWORD, "sip:bob@example.org");
        assertEquals(6, log.size());
        assertEquals("INFO udp 127.0.0.1:5060: scan: number 0?[31m??", log.get(0));
        assertEquals("INFO tls [2001:db8:0:0:0:0:0:1]:5061: wrong password: sip:bob@example.org", log.get(5));
        clock.pass(MINUTE);
        bans.tick();
        assertEquals(List.of("INFO 127.0.0.1: 35 more in the last minute, the last one: udp 127.0.0.1:5060: scan: number 39?[31m??"), log.subList(6, log.size()));
    }

    @Test
    void garbageIsLoggedOnceAMinuteForEachSource() {
        BanTable bans = start();
        for (int i = 0; i < 3; i++) {
            bans.report(Protocol.UDP, at("127.0.0.1", 5060), Offence.GARBAGE, "no SIP");
        }
        assertEquals(List.of("WARN udp 127.0.0.1:5060: garbage: no SIP"), log);
        clock.pass(MINUTE);
        bans.tick();
        assertEquals("WARN 127.0.0.1: 2 more in the last minute, the last one: udp 127.0.0.1:5060: garbage: no SIP", log.get(1));
    }

    @Test
    void aBanIsLoggedHoweverMuchTheSourceSaid() {
        BanTable bans = start();
        for (int i = 0; i < 60; i++) {
            bans.report(Protocol.TCP, at(STRANGER, 5060), Offence.GARBAGE, "no SIP");
        }
        assertEquals("WARN 192.0.2.1 is banned for 300 s; the last was garbage: no SIP", log.get(log.size() - 1));
    }

    @Test
    void floodsOfManySourcesDoNotFillTheLog() {
        BanTable bans = start();
        for (int i = 0; i < 5_000; i++) {
            bans.report(Protocol.UDP, at("10.1." + i / 250 + "." + i % 250, 1), Offence.GARBAGE, "x");
        }
        assertEquals(300, log.size());
        clock.pass(MINUTE);
        bans.tick();
        assertTrue(log.size() <= 601, "there are " + log.size());
    }

    @Test
    void whoForgesATrustedLineShutsItOutOfNothing() {
        trust("192.0.2.1 5060 udp, tls:pbx.example.net, 192.0.2.1 x, 198.51.100.7/31", "[2001:db8::7] 5070");
        BanTable bans = start();
        offend(bans, Protocol.UDP, at(STRANGER, 5060), Offence.GARBAGE, 1_000);
        assertEquals(List.of(), bans.list(), "what comes in its name is not counted");
        offend(bans, Protocol.UDP, at(STRANGER, 5061), Offence.GARBAGE, 1_000);
        assertEquals(REFUSED, bans.admit(Protocol.UDP, at(STRANGER, 5061)), "its neighbours at that address are not trusted");
        assertEquals(ADMITTED, bans.admit(Protocol.UDP, at(STRANGER, 5060)));
        offend(bans, Protocol.TLS, at(STRANGER, 5060), Offence.GARBAGE, 1_000);
        assertEquals(REFUSED, bans.admit(Protocol.TLS, at(STRANGER, 5060)), "by UDP only");
        offend(bans, Protocol.TCP, at("2001:db8::8", 5070), Offence.GARBAGE, 1_000);
        assertEquals(ADMITTED, bans.admit(Protocol.TCP, at("2001:db8::7", 5070)), "a neighbour of its /64 was it");
        for (Protocol protocol : Protocol.values()) {
            assertTrue(bans.isTrustworthy(protocol, at("198.51.100.6", 1)));
            assertTrue(bans.isTrustworthy(protocol, at("2001:db8::7", 5070)));
        }
        bans.ban(at(STRANGER, 0).getAddress(), Duration.ofMinutes(1), "by hand");
        assertEquals(REFUSED, bans.admit(Protocol.UDP, at(STRANGER, 5060)), "an admin bans everybody");
    }

    @Test
    void whomIdentityDoesNotTrustIsNotWhitelistedEither() {
        trust(STRANGER + " 0, " + STRANGER + " 5060 0, " + STRANGER + " udp 5060, " + STRANGER + " udp tcp, " + STRANGER + " 5060 udp udp, " + STRANGER + " 99999999999");
        BanTable bans = start();
        offend(bans, Protocol.UDP, at(STRANGER, 5060), Offence.GARBAGE, 1_000);
        assertEquals(REFUSED, bans.admit(Protocol.UDP, at(STRANGER, 5060)));
    }

    @Test
    void whatLooksLikeAnAddressAndIsNoneIsNotLookedUpAsAName() {
        assertNull(assertThrows(IllegalArgumentException.class, () -> Network.parse("192.0.2.256")).getCause());
        assertNull(assertThrows(IllegalArgumentException.class, () -> Network.parse("300.1.1.1/8")).getCause());
        assertTrue(Network.parse("255.249.199.0/24").contains(new byte[] {(byte) 255, (byte) 249, (byte) 199, 9}));
    }

    @Test
    void aSourceIsTrustedFromTheMomentTheAdminSaysSo() {
        BanTable bans = start();
        offend(bans, Protocol.UDP, at(STRANGER, 5060), Offence.GARBAGE, 1_000);
        assertEquals(REFUSED, bans.admit(Protocol.UDP, at(STRANGER, 5060)));
        trust(STRANGER + " udp");
        assertEquals(ADMITTED, bans.admit(Protocol.UDP, at(STRANGER, 5060)));
        trust();
        assertEquals(REFUSED, bans.admit(Protocol.UDP, at(STRANGER, 5060)));
    }

    @Test
    void aSiteOfWhichSixteenNetworksAreBannedIsBannedAsAWhole() {
        BanTable bans = start();
        banNetworks(bans, Protocol.TLS, 0, 15);
        banNetworks(bans, Protocol.TLS, 0, 15);
        assertEquals(ADMITTED, bans.admit(Protocol.TLS, at("2001:db8:7:ffff::1", 1)), "fifteen are not enough");
        banNetworks(bans, Protocol.TLS, 15, 16);
        for (Protocol protocol : List.of(Protocol.UDP, Protocol.TLS)) {
            assertEquals(REFUSED, bans.admit(protocol, at("2001:db8:7:ffff::1", 1)));
            assertEquals(ADMITTED, bans.admit(protocol, at("2001:db8:8::1", 1)), "the next site did nothing");
        }
        Ban whole = site(bans);
        assertTrue(whole.banned());
        assertFalse(whole.datagramOnly());
        assertEquals("16 of its /64 networks are banned", whole.reason());
        assertTrue(log.contains("WARN 2001:db8:7:0:0:0:0:0/48 is banned for 300 s; 16 of its /64 networks are banned"), log::toString);
        clock.pass(5 * MINUTE);
        assertEquals(ADMITTED, bans.admit(Protocol.TLS, at("2001:db8:7:ffff::1", 1)));
    }

    @Test
    void networksThatAreBannedOneAfterTheOtherDoNotAddUp() {
        BanTable bans = start();
        for (int i = 0; i < 32; i++) {
            banNetworks(bans, Protocol.UDP, i, i + 1);
            clock.pass(MINUTE);
        }
        assertEquals(ADMITTED, bans.admit(Protocol.UDP, at("2001:db8:7:ffff::1", 1)));
    }

    @Test
    void forgedDatagramsOfASiteCloseNobodysConnections() {
        BanTable bans = start();
        banNetworks(bans, Protocol.UDP, 0, 20);
        assertEquals(REFUSED, bans.admit(Protocol.UDP, at("2001:db8:7:ffff::1", 1)));
        assertEquals(ADMITTED, bans.admit(Protocol.TLS, at("2001:db8:7:ffff::1", 1)));
        assertTrue(site(bans).datagramOnly());
    }

    @Test
    void whoIsWhitelistedOrProvenIsSparedTheBanOfHisSite() {
        settings.put("whitelist", new String[] {"2001:db8:7:aaaa::5"});
        trust("2001:db8:7:bbbb::5 5060 tls");
        BanTable bans = start();
        bans.proven(flow(Protocol.TLS, "2001:db8:7:cccc::5", 1));
        banNetworks(bans, Protocol.TLS, 0, 16);
        assertEquals(REFUSED, bans.admit(Protocol.TLS, at("2001:db8:7:aaaa::6", 1)));
        assertEquals(ADMITTED, bans.admit(Protocol.TLS, at("2001:db8:7:aaaa::5", 1)));
        assertEquals(ADMITTED, bans.admit(Protocol.TLS, at("2001:db8:7:bbbb::5", 5060)));
        assertEquals(ADMITTED, bans.admit(Protocol.TLS, at("2001:db8:7:cccc::6", 2)), "another telephone of a subscriber we know");
        offend(bans, Protocol.TLS, at("2001:db8:7:cccc::6", 2), Offence.GARBAGE, 300);
        assertEquals(REFUSED, bans.admit(Protocol.TLS, at("2001:db8:7:cccc::6", 2)), "who is judged by what he does himself");
    }

    @Test
    void aSiteIsPardonedWithAnyOfItsNetworks() throws Exception {
        BanTable bans = start();
        banNetworks(bans, Protocol.TLS, 0, 16);
        assertTrue(bans.unban(InetAddress.getByName("2001:db8:7:ffff::1")));
        assertEquals(ADMITTED, bans.admit(Protocol.TLS, at("2001:db8:7:ffff::1", 1)));
        assertEquals(REFUSED, bans.admit(Protocol.TLS, at("2001:db8:7:3::1", 1)), "that one was banned for itself");
        banNetworks(bans, Protocol.TLS, 16, 17);
        assertEquals(ADMITTED, bans.admit(Protocol.TLS, at("2001:db8:7:ffff::1", 1)), "the count begins anew");
    }

    @Test
    void theBanOfASiteSurvivesARestartAndGrows() {
        BanTable first = start();
        banNetworks(first, Protocol.TLS, 0, 16);
        List<Ban> before = first.list();
        first.stop();
        BanTable second = start();
        assertEquals(new HashSet<>(before), new HashSet<>(second.list()));
        clock.pass(5 * MINUTE);
        banNetworks(second, Protocol.TLS, 0, 16);
        assertEquals(2, site(second).times());
        assertEquals(20 * MINUTE, site(second).until() - clock.getAsLong());
    }

    @Test
    void theSitesOfAFloodTakeABoundedMemory() {
        settings.put("sources", 1_000);
        BanTable bans = start();
        for (int i = 0; i < 4_000; i++) {
            offend(bans, Protocol.TLS, at("2001:db8:" + Integer.toHexString(i / 16) + ":" + Integer.toHexString(i % 16) + "::1", 1), Offence.GARBAGE, 60);
            if (i % 500 == 0) {
                bans.tick();
            }
        }
        bans.tick();
        assertTrue(bans.list().size() <= 2_000, "there are " + bans.list().size());
        assertTrue(bans.list().stream().anyMatch(ban -> ban.prefix() == 48));
    }

    private void trust(String... entries) {
        trusted.modified(trustedConfig(entries));
    }

    private static TrustedConfig trustedConfig(String... entries) {
        return (TrustedConfig) Proxy.newProxyInstance(TrustedConfig.class.getClassLoader(), new Class<?>[] {TrustedConfig.class}, (proxy, method, arguments) -> entries);
    }

    private static void banNetworks(BanTable bans, Protocol protocol, int from, int to) {
        for (int i = from; i < to; i++) {
            offend(bans, protocol, at("2001:db8:7:" + Integer.toHexString(i) + "::1", 1), Offence.GARBAGE, 60);
        }
    }

    private static Ban site(BanTable bans) {
        return bans.list().stream().filter(ban -> ban.prefix() == 48).findFirst().orElseThrow();
    }

    private BanTable start() {
        return new BanTable(new StateFolder(data.resolve("state")), tickers.still(), trusted, clock, new OffenceLog(line -> log.add("INFO " + line), line -> log.add("WARN " + line)), config());
    }

    private BansConfig config() {
        return (BansConfig) Proxy.newProxyInstance(BansConfig.class.getClassLoader(), new Class<?>[] {BansConfig.class},
            (proxy, method, arguments) -> settings.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private static void offend(BanTable bans, Protocol protocol, InetSocketAddress peer, Offence offence, int times) {
        for (int i = 0; i < times; i++) {
            bans.report(protocol, peer, offence, null);
        }
    }

    private static Ban only(BanTable bans) {
        return only(bans, true);
    }

    private static Ban only(BanTable bans, boolean banned) {
        List<Ban> all = bans.list();
        assertEquals(1, all.size(), all::toString);
        assertEquals(banned, all.get(0).banned());
        return all.get(0);
    }

    private static Flow flow(Protocol protocol, String address, int port) {
        return new Flow(port, "listener", protocol, at("198.51.100.9", 5061), at(address, port));
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(address, port);
    }
}
