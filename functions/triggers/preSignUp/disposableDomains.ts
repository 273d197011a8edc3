/** Domains of well-known services for disposable addresses. No such list is complete: add those that you meet. */
export const disposableDomains: readonly string[] = `
0-mail.com 10mail.org 10minutemail.co.uk 10minutemail.com 10minutemail.net 1secmail.com 1secmail.net 1secmail.org
20minutemail.com 20minutemail.it anonbox.net anonymbox.com antispam.de armyspy.com bugmenot.com byom.de cuvox.de
dayrep.com deadaddress.com despam.it discard.email discardmail.com discardmail.de disposableaddress.com
disposemail.com dispostable.com drdrb.net dropmail.me e4ward.com einrot.com email-fake.com emailfake.com
emailondeck.com emailtemporanea.net emailtemporario.com.br emlhub.com emlpro.com emltmp.com fake-mail.net
fakeinbox.com fakemail.net fakemailgenerator.com fleckens.hu freeml.net generator.email getairmail.com getnada.com
gishpuppy.com grr.la guerrillamail.biz guerrillamail.com guerrillamail.de guerrillamail.info guerrillamail.net
guerrillamail.org guerrillamailblock.com gustr.com haltospam.com harakirimail.com inboxbear.com inboxkitten.com
incognitomail.com incognitomail.org jetable.com jetable.org jourrapide.com kasmail.com klzlk.com kurzepost.de
linshiyouxiang.net mail-temp.com mail-temporaire.fr mail.tm mail7.io mailcatch.com maildrop.cc maileater.com
mailexpire.com mailforspam.com mailinator.com mailinator.net mailinator2.com mailmetrash.com mailmoat.com
mailnator.com mailnesia.com mailnull.com mailpoof.com mailsac.com mailtemp.net mailtothis.com mailzilla.com
meltmail.com mepost.pw mintemail.com minuteinbox.com moakt.com moakt.ws mohmal.com mohmal.in muellmail.com
my10minutemail.com mytemp.email mytrashmail.com nada.email nospam4.us nowmymail.com objectmail.com oneoffemail.com
owlymail.com pokemail.net proxymail.eu rcpt.at rhyta.com schafmail.de sendspamhere.com sharklasers.com shieldemail.com
smailpro.com smashmail.de sneakemail.com sogetthis.com soodonims.com spam4.me spambog.com spambog.de spambox.us
spamcowboy.com spamex.com spamfree24.org spamgourmet.com spamherelots.com spamhole.com spaml.de spammotel.com
spamspot.com superrito.com suremail.info teleworm.us temp-inbox.com temp-mail.io temp-mail.org temp-mail.ru
tempail.com tempemail.co tempemail.net tempinbox.com tempmail.de tempmail.dev tempmail.email tempmail.eu tempmail.io
tempmail.net tempmail.plus tempmailaddress.com tempmailo.com tempomail.fr temporaryinbox.com temporarymail.com
temporarymailaddress.com tempr.email thankyou2010.com thisisnotmyrealemail.com throwam.com throwawaymail.com tmail.ws
tmailinator.com tmpmail.net tmpmail.org trash-mail.at trash-mail.com trash-mail.de trash2009.com trashmail.at
trashmail.com trashmail.de trashmail.io trashmail.me trashmail.net trashmail.ws trashymail.com trbvm.com tyldd.com
wegwerfemail.de wegwerfmail.de wegwerfmail.net wegwerfmail.org wh4f.org yopmail.com yopmail.fr yopmail.net zetmail.com
zoemail.org
`
  .trim()
  .split(/\s+/);
