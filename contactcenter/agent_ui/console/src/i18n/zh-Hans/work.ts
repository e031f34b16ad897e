import type { work as english } from "../en/work";

/** 简体中文：列表、对话与编辑区。 */
export const work: typeof english = {
  view: { mine: "我的", waiting: "待处理", all: "全部", set_aside: "搁置", asked: "受邀" },
  sort: { updated: "最近变动在前", created: "最新咨询在前", waiting: "等待最久在前" },
  channel: { email: "邮件", web_chat: "聊天", web_form: "网页表单", walk_in: "到馆或电话", phone: "电话", sms: "短信", fax: "传真", api: "其他程序", note: "备注" },
  about: { claimed: "未核实", phone: "电话", recording: "通话录音", voice: "语音留言", fax: "传真" },
  callKind: { out: "去电", back: "回电", voicemail: "语音留言", missed: "未接来电", early: "排队前离开", with: "{channel}，{kind}" },
  by: { phone: "通过电话", email: "通过邮件", web_chat: "通过聊天", web_form: "通过网页表单", sms: "通过短信", fax: "通过传真", walk_in: "在咨询台", api: "通过其他程序", note: "备注" },
  lane: {
    waiting: "待处理", open: "处理中", waiting_patron: "等待读者", waiting_third: "等待第三方", snoozed: "稍后处理", closed: "已结束", junk: "已搁置", merged: "已合并",
  },
  laneShort: {
    waiting: "待处理", open: "处理中", waiting_patron: "已回复", waiting_third: "等第三方", snoozed: "稍后", closed: "已结束", junk: "搁置", merged: "已合并",
  },
  list: {
    title: "工单", views: "视图", search: "搜索工单", clear: "清除搜索", searching: "正在搜索…", found: "没有结果 | 1 个工单 | {n} 个工单",
    nothingFound: "没有同时包含这些词的工单。请减少关键词，或输入编号，如 #42。", moreResults: "更多结果", queue: "队列", channel: "渠道", lane: "状态", tag: "标签", allTags: "全部标签", owner: "处理人", allOwners: "所有人", onlyAmong: "仅在 {what} 中", marked: "已标记", saved: "保存的视图", moreLists: "更多列表", markedCount: "已标记 {n} 个工单", unmark: "清除", sort: "排序",
    allQueues: "全部队列", allChannels: "全部渠道", allLanes: "全部状态", live: "实时", today: "今天", earlier: "更早", changes: "{n} 处变动", unread: "未读",
    unreadCount: "{n} 条未读", trouble: "未送达", draft: "有未发送的草稿", nobody: "匿名读者", withheld: "号码未显示", emptyFiltered: "没有符合筛选条件的工单", showAll: "清除筛选",
    goWaiting: "查看待处理", noQueues: "您还不属于任何部门", noQueuesHint: "请联系管理员将您加入部门，该部门的工单随后会显示在这里。",
    empty: { mine: "您手上没有工单", waiting: "没有人在等待", all: "还没有工单", set_aside: "没有搁置的工单", asked: "还没有人邀请您" },
    emptyHint: {
      mine: "从“待处理”中领取工单，或直接回复——之后它就归您处理。",
      waiting: "您所属各队列的新咨询会自动出现在这里。",
      all: "邮件、聊天、表单和咨询台的问题都汇集于此。按 w 可以登记一个问题。",
      set_aside: "规则判为程序发出的邮件，以及人工搁置的工单，都在这里。按一个键即可转为读者咨询。",
      asked: "同事邀请您协助的工单会出现在这里。",
    },
  },
  thread: {
    showPages: "显示页面",
    rule: "规则“{name}”", title: "对话", nothing: "请选择一个工单", everything: "全部操作", back: "返回列表", backToThread: "返回对话", mine: "我", owner: "处理人", subject: "主题",
    retitle: "修改主题", noSubject: "（无主题）", gone: "该工单不存在，或您无权查看；它可能已转到其他队列。", mergedInto: "已合并到 #{id}，请在那里阅读和回复。",
    goThere: "前往 #{id}", earlier: "显示更早的消息", loading: "正在加载…", newMessages: "{n} 条新消息", note: "备注，仅员工可见",
    earlierText: "引用内容", lessText: "只看新内容", original: "查看原件", asText: "以文本查看", picturesAside: "未加载网络图片：加载后发件人会得知邮件已被阅读。", showPictures: "加载图片", originalOf: "{name} 的原始消息", larger: "放大", smaller: "缩小",
    files: "文件", types: "{name} 正在输入…", colleagueTypes: "{name} 正在撰写回复…", choose: "拆分 {name} 的消息", splitHint: "请选择属于另一个咨询的消息。",
    splitCount: "将 {n} 条消息拆成单独的工单。", splitSubject: "新工单的主题", staff: "同事", patron: "读者", system: "系统", priority: "优先级 {n}", priorityHint: "由主管或规则设定，按轮到的先后计；每升一级，相当于多等了十分钟。",
  },
  act: {
    question: "这是读者咨询", take: "领取", transfer: "转交", close: "结束", reopen: "重新打开", more: "更多操作", release: "放回队列", releaseTheirs: "放回队列", handOver: "移交", join: "加入会话", leaveIt: "离开会话", callOff: "取消响铃", call: "呼叫读者", ask: "邀请同事协助",
    waiting_patron: "等待读者回复", waiting_third: "等待第三方", snooze: "稍后处理", retitle: "修改主题", tag: "标签", macro: "应用宏", merge: "合并到其他工单", split: "拆分消息", unsplit: "撤销拆分",
    link: "关联工单", junk: "作为垃圾搁置", unmerge: "撤销合并",
  },
  did: {
    question: "已转为读者咨询，在队列中待处理。", noQuestion: "已重新搁置。", take: "已由您处理。", release: "已放回队列。", reopen: "已重新打开。", close: "已结束。", unmerge: "已撤销合并。", unsplit: "已撤销拆分。", assign: "已交给 {name}。",
    ask: "{name} 现在可以看到此工单。", move: "已转移。", link: "已与 #{id} 关联。", merge: "已合并到 #{id}。", split: "已拆分为 #{id}。", waiting_patron: "等待读者回复。",
    waiting_third: "等待第三方。", snoozed: "已推迟，到时会自动回来。", junk: "已作为垃圾搁置。", open: "已重新打开。", closed: "已结束。",
  },
  told: {
    listened: "{who} 旁听了 {to} 的会话", whisper: "{who} 对 {to} 耳语", speak: "{who} 插话，与 {to} 一起同读者通话", macro: "{who} 使用了宏“{name}”", macroGone: "{who} 使用了一个宏", leftOpen: "{who} 未结束工单：正在通话或等待回电", rescued: "{who} 认定这是读者咨询", asideAgain: "{who} 重新搁置", took: "{who} 领取了工单", tookOver: "{who} 从 {from} 处接手了工单", assigned: "{who} 将工单交给 {to}", released: "{who} 将工单放回队列", withdrew: "{who} 在发出前撤回了回复", answeredClosed: "{who} 回复并结束了工单", snoozed: "{who} 推迟到 {until}",
    to_open: "{who} 重新打开了工单", to_waiting_patron: "{who} 设为等待读者", to_waiting_third: "{who} 设为等待第三方", to_snoozed: "{who} 推迟了工单",
    to_closed: "{who} 结束了工单", to_junk: "{who} 作为垃圾搁置", moved: "{who} 将工单从{from}转到{to}", sooner: "{who} 将其提前（优先级 {n}）", later: "{who} 将其延后（优先级 {n}）", merged: "{who} 将工单合并到 #{id}", unmerged: "{who} 撤销了与 #{id} 的合并",
    merge_in: "{who} 将 #{id} 合并进来", merge_out: "{who} 将工单合并到 #{id}", unmerge_out: "{who} 将 #{id} 重新分出", unmerge_in: "{who} 将 #{id} 重新分出",
    split_out: "{who} 将 {n} 条消息拆分到 #{id}", split_in: "{who} 从 #{id} 拆分而来", unsplit_in: "{who} 将 #{id} 并回", unsplit_out: "{who} 将其并回 #{id}",
    linked: "{who} 关联了 #{id}", unlinked: "{who} 取消了与 #{id} 的关联", asked: "{who} 邀请了 {to}", left: "{who} 结束了 {to} 的协助", retitled: "{who} 修改了主题", tagged: "{who} 添加了标签 #{tag}", untagged: "{who} 移除了标签 #{tag}",
    because: { off_shift: "处理人已离线，已放回队列", colleague_wrote: "同事通过邮件留言，已重新打开", delivery_failed: "回复未送达，已重新打开", snooze_over: "推迟时间已到，已重新打开", merged: "并入了未结束的咨询，已重新打开" },
  },
  delivery: {
    queued: "等待发送", sending: "正在发送", sent: "已发出", delayed: "已延迟", delivered: "已送达", failed: "未送达", bounced: "被退回", retry: "重新发送", nextTry: "下次尝试 {at}", byCarrier: "运营商原话：{words}", byServer: "邮件服务器原话：{words}", inDetail: "技术细节：{words}",
    code: {
      connect: "无法连接邮件服务器", timeout: "邮件服务器未及时响应", refused: "被拒收", greylisted: "对方要求稍后再试", unknown: "原因不明", unknown_recipient: "收件人不存在",
      unknown_domain: "邮件域名不存在", mailbox_full: "邮箱已满", mailbox_disabled: "邮箱已停用", mailbox: "邮箱无法接收", too_big: "邮件过大", content: "内容被拒",
      tls: "无法建立安全连接", auth: "无法登录本馆邮件服务器", dns: "域名无法解析", busy: "邮件服务器繁忙", disconnected: "连接中断", relay_denied: "本馆邮件服务器不允许发往该地址",
      sender_refused: "发件地址被拒", wrong_address: "地址无效", unsupported: "不支持该地址格式", turned_away: "被拒绝连接", attachment: "缺少附件",
    },
  },
  send: {
    sending: "正在发送…", waiting: "等待连接恢复，届时自动发送", answeredBy: "您撰写期间，{name} 已于 {at} 回复。您的回复尚未发送。", anyway: "我已阅读，仍然发送", again: "重新发送",
    edit: "先修改", discard: "丢弃", sent: "回复即将发出。", takenBack: "已撤回，回复未发送。",
  },
  composer: {
    title: "撰写", modes: "撰写类型", reply: "回复", note: "备注", replyPlaceholder: "回复 {name}…", answerPlaceholder: "撰写回复…", notePlaceholder: "写给同事的备注…", onlyStaff: "仅员工可见",
    noWayBack: "无法联系读者：将记录为当面答复", noWayPhone: "没有书面地址：只作记录",
    way: { email: "邮件发送至 {address}", web_chat: "在聊天中回复", web_form: "读者在自己的页面查看", sms: "短信发送至 {address}", fax: "传真至 {address}", walk_in: "当面答复", api: "由其他程序读取" },
    attach: "添加附件", dropHere: "松开即可添加附件", snippets: "常用语", snippet: "常用语", mention: "提及同事", format: "格式", bold: "加粗", italic: "斜体", bulletList: "列表", blockquote: "引用",
    files: "附件", removeFile: "移除 {name}", uploading: "正在上传 {name}", later: "附件上传完成后自动发送。", send: "发送", addNote: "添加备注", sendHint: "发送", sendMore: "其他发送方式",
    sendClose: "发送并结束", sendKeep: "发送并保持打开", junk: "该工单已搁置。确认是读者咨询后才能回复。", answered: "您撰写期间，{name} 已于 {at} 回复。", haveRead: "我已阅读",
  },
  due: {
    first_answer: "{at} 前首次答复", next_answer: "{at} 前再次答复", resolution: "{at} 前办结", late: "{what}：自 {at} 起超时",
    kind: { first_answer: "首次答复", next_answer: "再次答复", resolution: "办结" }, over: "已超时", soon: "即将到期",
    broken: "{what}未能按时给出", brokenResolution: "未能按时办结",
    title: "承诺时限", hint: "先列出已超时的，再列出即将到期的。", empty: "没有已超时或即将到期的工单。", near: "即将到期 {n}", brokenCount: "已超时 {n}",
    meansNear: "有承诺即将到期的工单。", meansBroken: "有承诺已超时的工单。最多计到 1000。",
  },
};
