import type { texts as english } from "../en/texts";

/** 简体中文：短信回复。 */
export const texts: typeof english = {
  texting: {
    optedOut: "对方已退订（回复了“退订”或 STOP）：不能再向此号码发短信。请致电，或改用其他方式。", windowClosed: "距读者上一条消息过久，此渠道已不能回复。",
    parts: "{n} 字，{count} 条短信", partsLong: "{n} 字，超过 {most} 字上限", unicode: "含中文或表情等字符：每条 70 字；多条时每条 67 字。", plainText: "每条 160 字；多条时每条 153 字。",
    leavesAt: "夜间不发短信：这条短信将于 {at} 发出。",
    noFiles: "此号码的短信不能带文件：请在短信中附上链接，或改用其他方式。", filesGo: "文件随短信（彩信）发出。运营商会另行收费，且并非所有手机都能显示。",
    tooMany: "一条短信最多带 {most} 个文件，请去掉一些。", tooBig: "一条短信的文件合计不得超过 {size}，请去掉一些。", notCarried: "短信不能带这类文件：", leaveOut: "去掉 {name}",
    code: {
      quiet_hours: "夜间不发短信", opted_out: "对方已退订短信", wrong_number: "不是手机号码", unreachable: "对方关机或不在服务区", carrier_down: "运营商暂不可用", connect: "无法连接运营商",
      timeout: "运营商未及时响应", refused: "运营商拒绝", unknown: "原因不明", gone: "运营商处已无此短信", too_many: "发送过于频繁", blocked: "被运营商拦截", filtered: "被运营商判为垃圾短信",
      our_number: "本馆号码不能发短信", no_permission: "账户无权发往该地区", unregistered: "本馆号码未登记短信业务", too_dear: "超出账户费用上限", no_carrier: "尚未设置运营商", account: "运营商拒绝本馆登录",
      too_long: "短信过长", empty: "短信没有内容", wrong_file: "文件被拒", files_too_big: "文件过大", file_not_fetched: "运营商未能从本馆取得文件", not_carried: "本馆号码的短信不能带文件", window_closed: "距读者上一条消息过久", content_gone: "内容已不存在", internal: "本系统内部出错",
    },
  },
};
